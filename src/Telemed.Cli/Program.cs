using System.CommandLine;

var root = new RootCommand("telemed: tools of the Telemed consultation server");
return await root.Parse(args).InvokeAsync();
