"""A FixedNet as a Vitis HLS project, written by hls4ml, and its C simulation. Never imports `codesign.backends.rtl`."""
