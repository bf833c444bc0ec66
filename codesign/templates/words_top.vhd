library ieee;
use ieee.std_logic_1164.all;

-- What the firmware delivers, cut into the numbers that @TOP@ takes: wires only.
entity @TOP@_words is
    port (
        clk : in std_logic;
        words : in std_logic_vector(@WORDS_HIGH@ downto 0);  -- of 64 bits, the one of highest pT in the lowest bits
        jet_pt : in std_logic_vector(13 downto 0);  -- 0.25 GeV
        jet_eta : in std_logic_vector(11 downto 0);  -- pi/720, signed
        jet_phi : in std_logic_vector(10 downto 0);  -- pi/720, signed
        @LEAVING@ : out std_logic_vector(@LEAVING_HIGH@ downto 0)
    );
end entity @TOP@_words;

architecture rtl of @TOP@_words is
    signal entering : std_logic_vector(@ENTERING_HIGH@ downto 0);
begin

@SLICES@

    network : entity work.@TOP@
        port map (
            clk => clk,
            @ENTERING@ => entering,
            @LEAVING@ => @LEAVING@
        );

end architecture rtl;
