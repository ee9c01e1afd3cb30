# A failover group to try ENI Failover with, as examples/pair.yaml makes it: an active, a standby, and an interface with
# an Elastic IP that moves between them.
#
#   terraform init && terraform apply -var client_cidr="$(curl -s https://checkip.amazonaws.com)/32"
#
# Cost: about 3 cents an hour in eu-west-1 (list prices of November 2026). terraform destroy when you are done.

locals {
  members = { active = "10", standby = "20" } # the lowest priority is preferred
  group   = { "${var.tag_prefix}group" = var.name }
}

# The newest image; `ignore_changes` below keeps a newer one from replacing both members at once.
data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
}

data "aws_ec2_instance_type" "member" {
  instance_type = var.instance_type
}

# ---------------------------------------------------------------------------------------------- a network of its own

resource "aws_vpc" "this" {
  cidr_block = "10.77.0.0/24"
  tags       = { Name = var.name }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = var.name }
}

# One subnet, so one Availability Zone: an ENI cannot leave it.
resource "aws_subnet" "this" {
  vpc_id                  = aws_vpc.this.id
  cidr_block              = "10.77.0.0/26"
  map_public_ip_on_launch = true
  tags                    = { Name = var.name }
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
  tags = { Name = var.name }
}

resource "aws_route_table_association" "this" {
  subnet_id      = aws_subnet.this.id
  route_table_id = aws_route_table.this.id
}

resource "aws_security_group" "members" {
  name_prefix = "${var.name}-"
  description = "ENI Failover example, the page on port 80"
  vpc_id      = aws_vpc.this.id
  ingress {
    description = "your test client"
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = [var.client_cidr]
  }
  egress {
    description = "the SSM agents need Systems Manager"
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
  tags = { Name = var.name }
}

# ---------------------------------------------------------------------------------------------- the ENI that moves

# The attachment is part of the interface here, and not a resource of its own: aws_network_interface_attachment is known
# by its attachment's id, which a move ends; Terraform would then plan to make it anew, and EC2 would refuse that while
# the interface is attached elsewhere. Inline, it is read where it is now, and its changes are ignored.
resource "aws_network_interface" "service" {
  subnet_id         = aws_subnet.this.id
  security_groups   = [aws_security_group.members.id]
  private_ips_count = var.private_ips_count
  description       = "The address that moves"
  attachment {
    instance     = aws_instance.member["active"].id
    device_index = var.device_index
  }
  tags = merge(local.group, { Name = "${var.name} service" })

  lifecycle {
    # Where it is, only EC2 knows.
    ignore_changes = [attachment]
    # What a failover would find out too late is refused here, before anything is planned.
    precondition {
      condition     = data.aws_ec2_instance_type.member.maximum_network_interfaces > var.device_index
      error_message = "${var.instance_type} has room for ${data.aws_ec2_instance_type.member.maximum_network_interfaces} interfaces; index ${var.device_index} is one too many."
    }
    precondition {
      condition     = data.aws_ec2_instance_type.member.maximum_ipv4_addresses_per_interface > var.private_ips_count
      error_message = "${var.instance_type} allows ${data.aws_ec2_instance_type.member.maximum_ipv4_addresses_per_interface} IPv4 addresses an interface."
    }
    precondition {
      condition     = contains(data.aws_ec2_instance_type.member.supported_architectures, "arm64")
      error_message = "The image is for arm64, ${var.instance_type} is not."
    }
  }
}

# To the interface, not to an instance: it moves with the interface.
resource "aws_eip" "service" {
  domain            = "vpc"
  network_interface = aws_network_interface.service.id
  tags              = { Name = var.name }
  depends_on        = [aws_internet_gateway.this]
}

# ---------------------------------------------------------------------------------------------- its members

# Lets the SSM agent register, so that it receives the routing command.
resource "aws_iam_role" "member" {
  name_prefix = "${var.name}-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" } }]
  })
}

data "aws_partition" "current" {}

resource "aws_iam_role_policy_attachment" "agent" {
  role       = aws_iam_role.member.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "member" {
  name_prefix = "${var.name}-"
  role        = aws_iam_role.member.name
}

resource "aws_instance" "member" {
  for_each               = local.members
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = var.instance_type
  subnet_id              = aws_subnet.this.id
  vpc_security_group_ids = [aws_security_group.members.id]
  iam_instance_profile   = aws_iam_instance_profile.member.name
  credit_specification {
    cpu_credits = "standard"
  }
  metadata_options {
    http_tokens = "required"
  }
  user_data = file("${path.module}/page.sh")
  tags      = merge(local.group, { Name = "${var.name} ${each.key}", "${var.tag_prefix}priority" = each.value })

  lifecycle {
    ignore_changes = [ami]
  }
  depends_on = [aws_route_table_association.this]
}

# An impaired instance still runs: there is no state-change event.
resource "aws_cloudwatch_metric_alarm" "member" {
  for_each            = aws_instance.member
  alarm_name          = "${var.name} ${each.key} fails a status check"
  namespace           = "AWS/EC2"
  metric_name         = "StatusCheckFailed"
  dimensions          = { InstanceId = each.value.id }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  alarm_actions       = var.failover_function_alias == null ? [] : [var.failover_function_alias]
}
