library ieee;
use ieee.std_logic_1164.all;

-- What the firmware delivers, cut into the numbers that @TOP@_stream takes: wires only.
entity @TOP@_words is
    port (
        clk : in std_logic;
        rst : in std_logic;
        valid_in : in std_logic;
        words : in std_logic_vector(@WORDS_HIGH@ downto 0);  -- of 64 bits, the one of highest pT in the lowest bits
        jet_pt : in std_logic_vector(13 downto 0);  -- 0.25 GeV
        jet_eta : in std_logic_vector(11 downto 0);  -- pi/720, signed
        jet_phi : in std_logic_vector(10 downto 0);  -- pi/720, signed
        valid_out : out std_logic;
        @LEAVING@ : out std_logic_vector(@LEAVING_HIGH@ downto 0)
    );
end entity @TOP@_words;

architecture rtl of @TOP@_words is
    signal entering : std_logic_vector(@ENTERING_HIGH@ downto 0);
begin

@SLICES@

    stream : entity work.@TOP@_stream
        port map (
            clk => clk,
            rst => rst,
            valid_in => valid_in,
            @ENTERING@ => entering,
            valid_out => valid_out,
            @LEAVING@ => @LEAVING@
        );

end architecture rtl;
