# Synthesis, placement and routing out of context, in this folder. settings.tcl: top, part, sources, memories
# The block's ports have no input or output delays: its edges are registers, and invented delays cost hold buffers.
set here [file dirname [file normalize [info script]]]
source [file join $here settings.tcl]
foreach file $memories { file copy -force $file $here }
foreach file $sources {
    switch [file extension $file] {
        .vhd - .vhdl { read_vhdl -vhdl2008 $file }
        .sv { read_verilog -sv $file }
        default { read_verilog $file }
    }
}
read_xdc [file join $here clock.xdc]

synth_design -mode out_of_context -top $top -part $part
report_utilization -file synth_utilization.rpt
report_utilization -hierarchical -file synth_hierarchy.rpt
report_timing_summary -file synth_timing.rpt

opt_design
place_design
phys_opt_design
route_design
report_route_status -file route_status.rpt
report_utilization -file route_utilization.rpt
report_utilization -hierarchical -file route_hierarchy.rpt
catch {report_utilization -slr -file route_slr.rpt}
report_timing_summary -file route_timing.rpt
write_checkpoint -force routed.dcp
exit
