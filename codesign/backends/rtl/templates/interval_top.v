`timescale 1 ns / 1 ps

// The candidates of a jet take turns: @SLOTS@ at a time go through @TOP@_candidates, whose sums are added up here, and
// the total goes through @TOP@_jet. A jet enters with valid_in while ready is high, which it is again @CHUNKS@ clocks
// later; valid_in without ready is ignored. valid_out is high while model_out holds the result of the jet that entered
// @LATENCY@ rising edges of clk earlier. rst forgets the jets on their way.
module @TOP@_stream (
    input wire clk,
    input wire rst,
    input wire valid_in,
    input wire [@INPUT_HIGH@:0] model_inp,
    output wire ready,
    output wire valid_out,
    output wire [@OUTPUT_HIGH@:0] model_out
);

    // which candidates go in: at 0 the first ones of the jet at the port, then the others of that jet
    reg [@TURN_HIGH@:0] turn = 0;
    assign ready = turn == 0;
    wire enters = valid_in & ready;

    always @(posedge clk)
        if (rst) turn <= 0;
        else if (enters) turn <= 1;
        else if (turn == @LAST_TURN@) turn <= 0;
        else if (!ready) turn <= turn + 1'b1;

    reg [@INPUT_HIGH@:@CHUNK_BITS@] waiting;
    always @(posedge clk) if (enters) waiting <= model_inp[@INPUT_HIGH@:@CHUNK_BITS@];

    reg [@CHUNK_HIGH@:0] chunk;
    always @*
        case (turn)
@CHOICES@
        endcase

    reg [@VALID_HIGH@:0] valid = 0;
    always @(posedge clk)
        if (rst) valid <= 0;
        else valid <= {valid[@VALID_BELOW@:0], enters};
    wire first = valid[@FRONT_STAGES@];
    assign valid_out = valid[@VALID_HIGH@];

    wire [@PARTIAL_HIGH@:0] partial;
    @TOP@_candidates candidates (.clk(clk), .model_inp(chunk), .model_out(partial));

    // the sum of a jet starts from minus what the zeros in the places of missing candidates contribute
    reg [@TOTAL_HIGH@:0] total;
    wire [@TOTAL_HIGH@:0] sum;
    always @(posedge clk) total <= sum;
@SUMS@

    @TOP@_jet jet (.clk(clk), .model_inp({@LEAVING@}), .model_out(model_out));

endmodule
