output "watch_it" {
  description = "Says each second which host answers at the moving address."
  value       = "while sleep 1; do curl -sm 1 http://${aws_eip.service.public_ip}/ || echo '-'; done"
}

output "plan_it" {
  description = "The payload for DrillFunction that tells what would happen."
  value       = jsonencode({ action = "plan", group = var.name })
}

output "break_it" {
  description = "Fails the active as a dying host does, without a word to its guest."
  value       = "aws ec2 stop-instances --region ${var.region} --force --skip-os-shutdown --instance-ids ${aws_instance.member["active"].id}"
}
