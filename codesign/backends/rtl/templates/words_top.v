`timescale 1 ns / 1 ps

// What the firmware delivers, cut into the numbers that @TOP@_stream takes: wires only.
module @TOP@_words (
    input wire clk,
    input wire rst,
    input wire valid_in,
    // verilator lint_off UNUSEDSIGNAL
    input wire [@WORDS_HIGH@:0] words,  // PUPPI words of 64 bits, the one of highest pT in the lowest bits
    input wire [13:0] jet_pt,  // 0.25 GeV
    input wire [11:0] jet_eta,  // pi/720, signed
    input wire [10:0] jet_phi,  // pi/720, signed
    // verilator lint_on UNUSEDSIGNAL
    output wire valid_out,
    output wire [@LEAVING_HIGH@:0] @LEAVING@
);

    wire [@ENTERING_HIGH@:0] entering;

@SLICES@

    @TOP@_stream stream (
        .clk(clk),
        .rst(rst),
        .valid_in(valid_in),
        .@ENTERING@(entering),
        .valid_out(valid_out),
        .@LEAVING@(@LEAVING@)
    );

endmodule
