# C synthesis of an HLS project, in this folder. settings.tcl: top, part, clock_ns, uncertainty, sources, cflags
source [file join [file dirname [file normalize [info script]]] settings.tcl]
open_project -reset ${top}_prj
set_top $top
foreach file $sources { add_files $file -cflags $cflags }
open_solution -reset solution1
# the settings of hls4ml's own build; newer tools know no maximum size
catch {config_array_partition -maximum_size 4096}
config_compile -name_max_length 80
set_part $part
config_schedule -enable_dsp_full_reg=false
create_clock -period $clock_ns -name default
set_clock_uncertainty $uncertainty default
csynth_design
exit
