# C/RTL co-simulation of the project that csynth.tcl left here. settings.tcl: top, cflags, testbench, vectors
source [file join [file dirname [file normalize [info script]]] settings.tcl]
open_project ${top}_prj
set_top $top
# the tool defines nothing by which a testbench would know that it drives RTL
foreach file $testbench { add_files -tb $file -cflags "$cflags -DRTL_SIM" }
open_solution solution1
cosim_design -rtl verilog -argv $vectors
exit
