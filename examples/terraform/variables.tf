variable "region" {
  type        = string
  description = "The Region of the ENI Failover stack."
  default     = "eu-west-1"
}

variable "name" {
  type        = string
  description = "The name of the failover group, and the prefix of all other names."
  default     = "pair"
  validation {
    condition     = can(regex("^[A-Za-z0-9._-]{1,64}$", var.name))
    error_message = "A group's name is 1 to 64 of [A-Za-z0-9._-]."
  }
}

variable "tag_prefix" {
  type        = string
  description = "The tag prefix of the ENI Failover stack for this group."
  default     = "eni-failover:"
}

variable "client_cidr" {
  type        = string
  description = "The IPv4 block that may open the page on port 80, for example your own address."
  validation {
    condition     = can(cidrnetmask(var.client_cidr))
    error_message = "An IPv4 block such as 198.51.100.7/32."
  }
}

variable "instance_type" {
  type        = string
  description = "An arm64 instance type. Terraform checks before the plan that it allows the interfaces."
  default     = "t4g.nano"
}

variable "device_index" {
  type        = number
  description = "The device index of the interface on every member, 1 or more: 0 is the primary interface, which never moves."
  default     = 1
  validation {
    condition     = var.device_index >= 1
    error_message = "Index 0 is the primary interface, which cannot be detached."
  }
}

variable "private_ips_count" {
  type        = number
  description = "The number of secondary IPv4 addresses of the interface."
  default     = 0
}

variable "failover_function_alias" {
  type        = string
  description = "The output FailoverFunctionAlias of the stack: the alarms then invoke it directly. Optional."
  default     = null
}
