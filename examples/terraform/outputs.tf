output "watch_it" {
  description = "Prints each second which host answers at the address that moves."
  value       = "while sleep 1; do curl -sm 1 http://${aws_eip.service.public_ip}/ || echo '-'; done"
}

output "plan_it" {
  description = "The payload for DrillFunction that shows what a failover would do."
  value       = jsonencode({ action = "plan", group = var.name })
}

output "break_it" {
  description = "Stops the active by force, without a shutdown of its guest."
  value       = "aws ec2 stop-instances --region ${var.region} --force --skip-os-shutdown --instance-ids ${aws_instance.member["active"].id}"
}
