using Telemed.RecorderRig.Crash;
using Telemed.RecorderRig.Sync;

return args switch
{
    ["record", var folder, var speed] => await RecordChild.RunAsync(folder, speed),
    ["crash", .. var rest] => await CrashSuite.RunAsync(rest),
    ["sync", .. var rest] => await SyncSuite.RunAsync(rest),
    ["finalise", var folder] => await FinaliseChild.RunAsync(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("telemed recorder rig: crash [--kills N] [--full N] [--broken N] [--json FILE] | sync [PART…] [--short] [--json FILE]");
    return 2;
}
