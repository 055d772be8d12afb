using Telemed.RecorderRig.Crash;
using Telemed.RecorderRig.Sync;

return args switch
{
    ["record", var folder, var speed, .. var rest] => await RecordChild.RunAsync(folder, speed, rest is [MediaClock.Paced]),
    ["crash", .. var rest] => await CrashSuite.RunAsync(rest),
    ["sync", .. var rest] => await SyncSuite.RunAsync(rest),
    ["finalise", var folder] => await FinaliseChild.RunAsync(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("telemed recorder rig: crash [--kills N] [--full N] [--broken N] [--seed N] [--paced] [--strict] [--json FILE] | sync [PART…] [--short] [--json FILE]");
    return 2;
}
