"""A FixedNet as Verilog and VHDL by alkaid, with emulator, Verilator and Yosys. Never imports hls."""
