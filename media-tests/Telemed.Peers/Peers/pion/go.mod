// Built in GOPATH mode with Debian's sources; this file lets that mode follow import paths with a major version.
module pion-peer

go 1.19
