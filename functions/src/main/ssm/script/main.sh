# The command.

now
START=$NOW
trap 'fail 30 "interrupted"; finish' HUP INT TERM
name_itself
parse_arguments "$@"
check_host
do_"$VERB"
finish # the end
