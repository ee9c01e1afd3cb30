variable "region" {
  type        = string
  description = "Where the ENI Failover stack is."
  default     = "eu-west-1"
}

variable "name" {
  type        = string
  description = "The failover group's name, and the beginning of every other."
  default     = "pair"
  validation {
    condition     = can(regex("^[A-Za-z0-9._-]{1,64}$", var.name))
    error_message = "A group's name is 1 to 64 of [A-Za-z0-9._-]."
  }
}

variable "tag_prefix" {
  type        = string
  description = "The tag prefix of the ENI Failover stack that is to look after the group."
  default     = "eni-failover:"
}

variable "client_cidr" {
  type        = string
  description = "Who may ask the page on port 80, your own address for example."
  validation {
    condition     = can(cidrnetmask(var.client_cidr))
    error_message = "An IPv4 block such as 198.51.100.7/32."
  }
}

variable "instance_type" {
  type        = string
  description = "An arm64 type. Whether it has room for the interface is checked before anything is planned."
  default     = "t4g.nano"
}

variable "device_index" {
  type        = number
  description = "Where the interface sits on every member, 1 or more: 0 is the primary one, which never moves."
  default     = 1
  validation {
    condition     = var.device_index >= 1
    error_message = "Index 0 is the primary interface, which cannot be detached."
  }
}

variable "private_ips_count" {
  type        = number
  description = "How many secondary IPv4 addresses the interface has."
  default     = 0
}

variable "failover_function_alias" {
  type        = string
  description = "The output FailoverFunctionAlias of the stack: the alarms then wake it directly. May be left out."
  default     = null
}
