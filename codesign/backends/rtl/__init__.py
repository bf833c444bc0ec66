"""A FixedNet as Verilog or VHDL, written by alkaid, with emulator, Verilator and Yosys.

Never imports `codesign.backends.hls`.
"""
