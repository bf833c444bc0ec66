"""Jet classes of the taggers and the meaning of the label columns of a jets file.

The rules are those of TrainTagger's `_split_flavor` (CMS Level-1 jet tagging), on jets matched to a
generator jet within dR 0.4; a prompt lepton or a visible tau within 0.2 and above 5 GeV wins over the
hadronic flavours.
"""

CLASSES = (
    "b",  # hadron flavour 5
    "charm",  # hadron flavour 4
    "light",  # hadron flavour 0, parton flavour u, d or s (or none)
    "gluon",  # hadron flavour 0, parton flavour 21
    "tau_plus",  # hadronic decay
    "tau_minus",
    "electron",
    "muon",
    "pileup",  # no generator jet matched
)
TAGGER_CLASSES = CLASSES[:8]  # the class list of the CMS tagger
UNLABELLED = -1  # the rules leave the flavour undecided

# Wide jets (sc8): PDG number of the resonance whose decay quarks are all within dR 0.8.
WIDE_LABELS = {-1: "partly contained", 0: "QCD", 6: "top", 23: "Z", 24: "W", 25: "H or X"}

SPLITS = ("train", "validation", "test")  # position = value of the `split` column
