"""A FixedNet for Vitis HLS by hls4ml, and its C simulation. Never imports rtl."""
