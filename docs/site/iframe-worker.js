// Search in a site that is opened from disk. Browsers start no Worker from a file: address, so its script runs in a
// hidden frame instead, which is spoken to as a Worker is: postMessage, and events of the type "message".
class FrameWorker extends EventTarget {
  constructor(address) {
    super();
    this.frame = document.createElement("iframe");
    this.frame.hidden = true;
    document.body.append(this.frame);
    const inside = this.frame.contentWindow;
    inside.document.open();
    inside.document.write("<!doctype html><body></body>");
    inside.document.close();
    inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }));
    inside.importScripts = (...addresses) => addresses.reduce(
      (before, next) => before.then(() => this.load(next)), Promise.resolve());
    this.ready = this.load(address);
  }

  load(address) {
    return new Promise((loaded, failed) => {
      const script = this.frame.contentDocument.createElement("script");
      script.src = new URL(address, location.href);
      script.onload = loaded;
      script.onerror = failed;
      this.frame.contentDocument.body.append(script);
    });
  }

  postMessage(data) {
    this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
  }

  terminate() {
    this.frame.remove();
  }
}

if (location.protocol === "file:") {
  window.Worker = FrameWorker;
}
