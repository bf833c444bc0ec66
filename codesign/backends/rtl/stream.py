"""The top module with a valid bit that marks each jet and, later, its result, in Verilog and in VHDL.

NAME_stream has the ports of NAME, and rst, valid_in and valid_out. The pipeline itself never stops and needs no reset;
a result without a valid bit belongs to an input without one.
"""

from __future__ import annotations

_VERILOG = """\
`timescale 1 ns / 1 ps

// valid_out is high while model_out holds the result of the jet that came {cycles} rising edges of clk
// earlier with valid_in. rst forgets the jets on their way.
module {name}_stream (
    input wire clk,
    input wire rst,
    input wire valid_in,
    input wire [{inputs}:0] model_inp,
    output wire valid_out,
    output wire [{outputs}:0] model_out
);

    reg [{last}:0] valid = {cycles}'b0;
    wire [{cycles}:0] following = {{valid, valid_in}};

    assign valid_out = valid[{last}];

    always @(posedge clk)
        if (rst) valid <= {cycles}'b0;
        else valid <= following[{last}:0];

    {name} pipeline (.clk(clk), .model_inp(model_inp), .model_out(model_out));

endmodule
"""

_VHDL = """\
library ieee;
use ieee.std_logic_1164.all;

-- valid_out is high while model_out holds the result of the jet that came {cycles} rising edges of clk
-- earlier with valid_in. rst forgets the jets on their way.
entity {name}_stream is port(
    clk: in std_logic;
    rst: in std_logic;
    valid_in: in std_logic;
    model_inp: in std_logic_vector({inputs} downto 0);
    valid_out: out std_logic;
    model_out: out std_logic_vector({outputs} downto 0)
);
end entity {name}_stream;

architecture rtl of {name}_stream is
    signal valid: std_logic_vector({last} downto 0) := (others => '0');
    signal following: std_logic_vector({cycles} downto 0);
begin
    following <= valid & valid_in;
    valid_out <= valid({last});

    process(clk) begin
        if rising_edge(clk) then
            if rst = '1' then
                valid <= (others => '0');
            else
                valid <= following({last} downto 0);
            end if;
        end if;
    end process;

    pipeline: entity work.{name} port map(clk => clk, model_inp => model_inp, model_out => model_out);
end architecture rtl;
"""

_LANGUAGES = {"verilog": ("v", _VERILOG), "vhdl": ("vhd", _VHDL)}


def stream_module(name: str, flavor: str, cycles: int, input_bits: int, output_bits: int) -> tuple[str, str]:
    """File name and text of NAME_stream, whose valid bit takes `cycles` clock edges, like the pipeline's results."""
    suffix, text = _LANGUAGES[flavor]
    filled = text.format(name=name, inputs=input_bits - 1, outputs=output_bits - 1, cycles=cycles, last=cycles - 1)
    return f"{name}_stream.{suffix}", filled
