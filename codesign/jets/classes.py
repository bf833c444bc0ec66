"""Jet classes of the taggers and the meaning of the label columns of a jets file.

The rules of sc4 labels are those of TrainTagger's `_split_flavor` (CMS Level-1 jet tagging), on jets matched to a
generator jet within dR 0.4; a prompt lepton or a visible tau within 0.2 and above 5 GeV wins over the hadronic
flavours.
"""

CLASSES = (
    "b",  # hadron flavour 5
    "charm",  # hadron flavour 4
    "light",  # hadron flavour 0, parton flavour u, d or s (or none)
    "gluon",  # hadron flavour 0, parton flavour 21
    "tau_plus",  # hadronic decay
    "tau_minus",
    "muon",
    "electron",
    "pileup",  # no generator jet matched
)
# The outputs of the CMS tagger in their order, which is its firmware's interface: b, c, uds, g, tau_p, tau_n, mu, e
# (CMSSW, DataFormats/L1TParticleFlow/interface/jets.h).
TAGGER_CLASSES = CLASSES[:8]
OLD_CLASSES = (*CLASSES[:6], "electron", "muon", "pileup")  # order in jets files of version 2 that list no classes
UNLABELLED = -1  # sc4: the rules leave the flavour undecided; sc8: only some decay quarks, or a lepton, in the jet

# sc8: PDG number of the resonance whose decay quarks are all within dR 0.8; h is also the flat-mass X
WIDE_CLASSES = {"qcd": 0, "top": 6, "z": 23, "w": 24, "h": 25}

# table -> class name -> value in the `label` column of a file written now; `JetFile.labels` gives those of older ones
LABELS: dict[str, dict[str, int]] = {
    "sc4": {name: label for label, name in enumerate(CLASSES)},
    "sc8": WIDE_CLASSES,
}
DEFAULT_CLASSES: dict[str, tuple[str, ...]] = {"sc4": TAGGER_CLASSES, "sc8": tuple(WIDE_CLASSES)}

SPLITS = ("train", "validation", "test")  # position = value in the `split` column

# Names in plots, where they differ from the name of the class.
SYMBOLS = {
    "charm": "c",
    "gluon": "g",
    "tau_plus": r"$\tau^+$",
    "tau_minus": r"$\tau^-$",
    "electron": "e",
    "muon": r"$\mu$",
    "pileup": "pile-up",
    "unlabelled": "none",
}
