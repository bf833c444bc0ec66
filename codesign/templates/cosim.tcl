# C/RTL co-simulation of the project that csynth.tcl left here. settings.tcl: top, testbench, testbench_data
source [file join [file dirname [file normalize [info script]]] settings.tcl]
open_project ${top}_prj
set_top $top
foreach file $testbench { add_files -tb $file -cflags "-std=c++0x" }
foreach file $testbench_data { add_files -tb $file }
open_solution solution1
cosim_design -rtl verilog -argv $testbench_arguments
exit
