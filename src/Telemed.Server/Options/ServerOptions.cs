using Telemed.Consults.Consults;
using Telemed.Consults.Dispatch;
using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;
using Telemed.Media;
using Telemed.Media.Recording;
using Telemed.Server.Files;
using Telemed.Server.Reminders;

namespace Telemed.Server.Options;

/// <summary>Everything that can be configured, read and validated once at start.</summary>
internal sealed record ServerOptions
{
    private static readonly string[] AllRoles = ["control", "media"];

    /// <summary><c>Telemed:DataDirectory</c>: where the database, secrets and recordings live. Default <c>data</c>.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary><c>ConnectionStrings:Telemed</c>: PostgreSQL; null means SQLite in the data directory.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>
    /// The address that people open, in front of all nodes: links and codes name it. Null: the node's own, else the one that
    /// the request came by.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary><c>Telemed:Node</c>.</summary>
    public required NodeOptions Node { get; init; }

    /// <summary><c>Telemed:Media</c>.</summary>
    public required MediaOptions Media { get; init; }

    /// <summary><c>Telemed:Turn</c>: a coturn beside the server; without addresses there is none.</summary>
    public required TurnOptions Turn { get; init; }

    /// <summary><c>Telemed:Recording</c>. Default directory: <c>recordings</c> in the data directory; default master key:
    /// one that is made at the first start and kept in <c>secrets/master.key</c> there.</summary>
    public required RecordingOptions Recording { get; init; }

    /// <summary><c>Telemed:Ring</c>: how the ring ladder climbs.</summary>
    public required RingOptions Ring { get; init; }

    /// <summary><c>Telemed:Clocks</c>: how long a consult's clocks run.</summary>
    public required ConsultTimes Clocks { get; init; }

    /// <summary><c>Telemed:QualitySamplePermille</c>: how many of a thousand closed cases are drawn for quality reviewers to play. Default 20; 0 to 1000.</summary>
    public required int QualitySamplePermille { get; init; }

    /// <summary><c>Telemed:Retention</c>: how many days recordings are kept, by class.</summary>
    public required RetentionPeriods Retention { get; init; }

    /// <summary><c>Telemed:SignIn</c>.</summary>
    public required SignInOptions SignIn { get; init; }

    /// <summary><c>Telemed:Tokens:SigningKey</c>: shared by the nodes on one database, at least 32 characters; null
    /// means a key made once and kept in the data directory.</summary>
    public string? TokenSigningKey { get; init; }

    /// <summary><c>Telemed:Demo</c>: whether an empty database is filled with the demonstration network. Default no.
    /// </summary>
    public bool Demo { get; init; }

    /// <summary><c>Telemed:DemoPassword</c>: the password of all demonstration people, at least 8 characters; null
    /// means one is made.</summary>
    public string? DemoPassword { get; init; }

    /// <summary><c>Telemed:LoadRooms</c>: whether rooms without a consult may be opened, from this machine alone, for load
    /// tests. Default no.</summary>
    public bool LoadRooms { get; init; }

    /// <summary>Files of cases.</summary>
    public required CaseFileOptions Files { get; init; }

    /// <summary>Reminders of appointments.</summary>
    public required ReminderOptions Reminders { get; init; }

    /// <summary><c>Telemed:Telemetry</c>: traces, metrics and logs by OTLP; without an endpoint there are none.</summary>
    public required TelemetryOptions Telemetry { get; init; }

    /// <summary>Where the secrets made at the first start are kept.</summary>
    public string SecretsDirectory => Path.Combine(DataDirectory, "secrets");

    /// <summary>The address that people open, without a slash at its end.</summary>
    public string AddressOf(HttpRequest request) =>
        (PublicUrl ?? Node.PublicUrl)?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";

    /// <summary>Reads all options.</summary>
    /// <exception cref="OptionFaultsException">At least one is faulty; all are listed.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var data = Path.GetFullPath(reader.Text("Telemed:DataDirectory") ?? "data");
        var options = new ServerOptions
        {
            DataDirectory = data,
            PostgreSql = reader.Text("ConnectionStrings:Telemed"),
            PublicUrl = reader.Url("Telemed:PublicUrl"),
            Node = ReadNode(reader),
            Media = ReadMedia(reader),
            Turn = ReadTurn(reader),
            Recording = ReadRecording(reader, data),
            Ring = ReadRing(reader),
            Clocks = ReadClocks(reader),
            Files = new()
            {
                Directory = Path.GetFullPath(reader.Text("Telemed:Files:Directory") ?? Path.Combine(data, "files")),
                Scanner = reader.Text("Telemed:Files:Scanner"),
                ScannerArguments = reader.Text("Telemed:Files:ScannerArguments")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                ScannerLimit = TimeSpan.FromSeconds(reader.Whole("Telemed:Files:ScannerSeconds", 60, 1, 600)),
            },
            Reminders = ReadReminders(reader),
            QualitySamplePermille = reader.Whole("Telemed:QualitySamplePermille", 20, 0, 1_000),
            Retention = ReadRetention(reader),
            Telemetry = ReadTelemetry(reader),
            SignIn = ReadSignIn(reader),
            TokenSigningKey = reader.Secret("Telemed:Tokens:SigningKey", 32),
            Demo = reader.Flag("Telemed:Demo", false),
            LoadRooms = reader.Flag("Telemed:LoadRooms", false),
            DemoPassword = reader.Secret("Telemed:DemoPassword", 8),
        };
        return reader.Faults.Count == 0 ? options : throw new OptionFaultsException(reader.Faults);
    }

    private static ReminderOptions ReadReminders(OptionReader reader)
    {
        var url = reader.Url("Telemed:Reminders:Url");
        if (url is { Scheme: "http", IsLoopback: false })
        {
            reader.Fault("Telemed:Reminders:Url must be https beyond this machine.");
        }

        return new()
        {
            Url = url,
            Token = reader.Secret("Telemed:Reminders:Token", 16),
            Limit = reader.Seconds("Telemed:Reminders:Seconds", 10, 1, 60),
        };
    }

    private static TelemetryOptions ReadTelemetry(OptionReader reader) => new()
    {
        Endpoint = reader.Url("Telemed:Telemetry:Endpoint") ?? reader.Url("OTEL_EXPORTER_OTLP_ENDPOINT"),
        Protocol = reader.Choice("Telemed:Telemetry:Protocol", TelemetryOptions.Http, TelemetryOptions.Grpc),
        TracePercent = reader.Whole("Telemed:Telemetry:TracePercent", 100, 0, 100),
    };

    private static NodeOptions ReadNode(OptionReader reader)
    {
        var name = reader.Text("Telemed:Node:Name") ?? Environment.MachineName;
        if (name.Length > 64)
        {
            reader.Fault($"Telemed:Node:Name must have at most 64 characters; seen {name.Length}.");
        }

        return new()
        {
            Name = name,
            PublicUrl = reader.Url("Telemed:Node:PublicUrl"),
            Near = reader.Text("Telemed:Node:Near"),
            Lease = reader.Seconds("Telemed:Node:LeaseSeconds", 5, 3, 60),
            Drain = reader.Seconds("Telemed:Node:DrainSeconds", 20, 0, 600),
            Roles = reader.Choices("Telemed:Node:Roles", AllRoles),
        };
    }

    private static MediaOptions ReadMedia(OptionReader reader)
    {
        var fallback = new MediaOptions();
        var options = new MediaOptions
        {
            Address = reader.Text("Telemed:Media:Address") ?? fallback.Address,
            AnnouncedAddresses = reader.List("Telemed:Media:AnnouncedAddresses"),
            Port = reader.Whole("Telemed:Media:Port", fallback.Port, 0, 65_535),
            Tcp = reader.Flag("Telemed:Media:Tcp", fallback.Tcp),
            TcpPort = reader.Whole("Telemed:Media:TcpPort", fallback.TcpPort, 0, 65_535),
            Shards = reader.Whole("Telemed:Media:Shards", fallback.Shards, 1, 64),
            MaximumParticipants = reader.Whole(
                "Telemed:Media:MaximumParticipants", fallback.MaximumParticipants, 1, 10_000),
            MaximumRoomParticipants = reader.Whole(
                "Telemed:Media:MaximumRoomParticipants", fallback.MaximumRoomParticipants, 1, 1_000),
            SpreadAbove = reader.Whole("Telemed:Media:SpreadAbove", fallback.SpreadAbove, 1, 1_000),
            RefuseAtPercentBusy = reader.Whole(
                "Telemed:Media:RefuseAtPercentBusy", fallback.RefuseAtPercentBusy, 10, 100),
            Niceness = reader.Whole("Telemed:Media:Niceness", fallback.Niceness, -20, 0),
            AbsenceMilliseconds = reader.Whole(
                "Telemed:Media:AbsenceMilliseconds", fallback.AbsenceMilliseconds, 1_000, 600_000),
        };
        foreach (var fault in options.Validate())
        {
            reader.Fault("Telemed:Media:" + fault);
        }

        return options;
    }

    private static TurnOptions ReadTurn(OptionReader reader)
    {
        var urls = reader.List("Telemed:Turn:Urls");
        var secret = reader.Secret("Telemed:Turn:Secret", 16);
        foreach (var url in urls.Where(url => !TurnOptions.IsTurnUrl(url)))
        {
            reader.Fault($"Telemed:Turn:Urls must hold addresses like turn:host:3478?transport=udp; seen '{url}'.");
        }

        if ((urls.Length > 0) != (reader.Text("Telemed:Turn:Secret") is not null))
        {
            reader.Fault("Telemed:Turn:Urls and Telemed:Turn:Secret must be given both or neither.");
        }

        return new() { Urls = urls, Secret = secret, Lifetime = reader.Minutes("Telemed:Turn:LifetimeMinutes", 720, 10, 10_080) };
    }

    private static SignInOptions ReadSignIn(OptionReader reader) => new()
    {
        Idle = reader.Minutes("Telemed:SignIn:IdleMinutes", 30, 1, 720),
        Failures = reader.Whole("Telemed:SignIn:Failures", 5, 2, 100),
        Window = reader.Minutes("Telemed:SignIn:WindowMinutes", 15, 1, 1_440),
        SecondFactorRequired = reader.Choice("Telemed:SignIn:SecondFactor", "optional", "required") == "required",
        PerMinute = reader.Whole("Telemed:SignIn:PerMinute", 60, 1, 100_000),
        RequestsPerSecond = reader.Whole("Telemed:SignIn:RequestsPerSecond", 50, 1, 100_000),
    };

    private static RetentionPeriods ReadRetention(OptionReader reader)
    {
        const int Century = 36_525;
        var fallback = new RetentionPeriods();
        return new()
        {
            Consult = Days(nameof(fallback.Consult), fallback.Consult),
            Outpatient = Days(nameof(fallback.Outpatient), fallback.Outpatient),
            Inpatient = Days(nameof(fallback.Inpatient), fallback.Inpatient),
        };

        TimeSpan Days(string name, TimeSpan usual) =>
            TimeSpan.FromDays(reader.Whole($"Telemed:Retention:{name}Days", (int)Math.Ceiling(usual.TotalDays), 0, Century));
    }

    private static RecordingOptions ReadRecording(OptionReader reader, string data)
    {
        var fallback = new RecordingOptions();
        var options = new RecordingOptions
        {
            Directory = Path.GetFullPath(reader.Text("Telemed:Recording:Directory") ?? Path.Combine(data, "recordings")),
            MasterKeyFile = reader.Text("Telemed:Recording:MasterKeyFile"),
            MasterKeyVariable = reader.Text("Telemed:Recording:MasterKeyVariable"),
            MasterKeyCommand = reader.Text("Telemed:Recording:MasterKeyCommand"),
            SigningKeyFile = reader.Text("Telemed:Recording:SigningKeyFile"),
            SigningCertificateFile = reader.Text("Telemed:Recording:SigningCertificateFile"),
            NodeName = reader.Text("Telemed:Node:Name") ?? Environment.MachineName,
            S3 = new()
            {
                Url = reader.Text("Telemed:Recording:S3:Url"),
                Bucket = reader.Text("Telemed:Recording:S3:Bucket") ?? fallback.S3.Bucket,
                Prefix = reader.Text("Telemed:Recording:S3:Prefix") ?? fallback.S3.Prefix,
                Region = reader.Text("Telemed:Recording:S3:Region") ?? fallback.S3.Region,
                AccessKey = reader.Text("Telemed:Recording:S3:AccessKey") ?? "",
                SecretKey = reader.Text("Telemed:Recording:S3:SecretKey") ?? "",
                KeepLocalDays = reader.Text("Telemed:Recording:S3:KeepLocalDays") is null
                    ? null
                    : reader.Whole("Telemed:Recording:S3:KeepLocalDays", 0, 0, 36_525),
            },
            QueueKilobytes = reader.Whole("Telemed:Recording:QueueKilobytes", fallback.QueueKilobytes, 256, 65_536),
            CommitMilliseconds = reader.Whole(
                "Telemed:Recording:CommitMilliseconds", fallback.CommitMilliseconds, 50, 1_000),
            RefuseAtPercentFull = reader.Whole(
                "Telemed:Recording:RefuseAtPercentFull", fallback.RefuseAtPercentFull, 50, 100),
            Ffmpeg = reader.Text("Telemed:Recording:Ffmpeg") ?? fallback.Ffmpeg,
            Ffprobe = reader.Text("Telemed:Recording:Ffprobe") ?? fallback.Ffprobe,
            ComposeThreads = reader.Whole("Telemed:Recording:ComposeThreads", fallback.ComposeThreads, 1, 64),
            ComposeMegabytes = reader.Whole(
                "Telemed:Recording:ComposeMegabytes", fallback.ComposeMegabytes, 512, 65_536),
            ComposeTimeFactor = reader.Whole(
                "Telemed:Recording:ComposeTimeFactor", fallback.ComposeTimeFactor, 1, 100),
        };
        if (options.MasterKeyFile is { } file && !File.Exists(file))
        {
            reader.Fault($"Telemed:Recording:MasterKeyFile must name a file that exists; seen '{file}'.");
        }

        foreach (var fault in options.Validate())
        {
            reader.Fault(fault);
        }

        return options;
    }

    private static RingOptions ReadRing(OptionReader reader) => new()
    {
        EmergencyRing = reader.Seconds("Telemed:Ring:EmergencySeconds", 30, 5, 600),
        UrgentRing = reader.Seconds("Telemed:Ring:UrgentSeconds", 60, 5, 3_600),
        OrdinaryRing = reader.Seconds("Telemed:Ring:OrdinarySeconds", 120, 5, 86_400),
        SingleHops = reader.Whole("Telemed:Ring:SingleHops", 3, 1, 20),
        GroupSize = reader.Whole("Telemed:Ring:GroupSize", 6, 1, 50),
        WrapUp = reader.Seconds("Telemed:Ring:WrapUpSeconds", 120, 0, 3_600),
        PhoneInstead = reader.Text("Telemed:Ring:PhoneInstead"),
        PhoneBridge = reader.Text("Telemed:Ring:PhoneBridge"),
    };

    private static ServiceHours ReadServiceHours(OptionReader reader)
    {
        var (from, until) = (
            reader.Whole("Telemed:Clocks:ServiceFromHour", 8, 0, 23), reader.Whole("Telemed:Clocks:ServiceUntilHour", 18, 1, 24));
        if (until <= from)
        {
            reader.Fault($"Telemed:Clocks:ServiceUntilHour must be after Telemed:Clocks:ServiceFromHour, which is {from}; seen {until}.");
        }

        return new(TimeSpan.FromHours(from), TimeSpan.FromHours(until));
    }

    private static ConsultTimes ReadClocks(OptionReader reader) => new()
    {
        JoinWithin = reader.Minutes("Telemed:Clocks:JoinMinutes", 30, 1, 1_440),
        KeepInterrupted = reader.Minutes("Telemed:Clocks:InterruptedMinutes", 10, 10, 1_440),
        EmergencyOpinion = reader.Minutes("Telemed:Clocks:EmergencyOpinionMinutes", 15, 1, 1_440),
        Opinion = reader.Minutes("Telemed:Clocks:OpinionMinutes", 60, 1, 4_320),
        RemindEvery = reader.Minutes("Telemed:Clocks:RemindMinutes", 30, 1, 1_440),
        Reminders = reader.Whole("Telemed:Clocks:Reminders", 3, 0, 20),
        OpenBefore = reader.Minutes("Telemed:Clocks:OpenMinutes", 15, 0, 240),
        RemindBefore = reader.Minutes("Telemed:Clocks:RemindBeforeMinutes", 60, 0, 2_880),
        Read = reader.Minutes("Telemed:Clocks:ReadMinutes", 10, 1, 4_320),
        ReadReply = reader.Minutes("Telemed:Clocks:ReadReplyMinutes", 3, 0, 4_320),
        ServiceHours = ReadServiceHours(reader),
        AnswerInvitation = reader.Minutes("Telemed:Clocks:InvitationMinutes", 10, 1, 4_320),
        CompleteConsent = reader.Minutes("Telemed:Clocks:CompleteConsentMinutes", 1_440, 60, 1_440),
        PatientPlays = TimeSpan.FromDays(reader.Whole("Telemed:Clocks:PatientPlaysDays", 30, 1, 365)),
        GuestLink = reader.Minutes("Telemed:Clocks:GuestLinkMinutes", 15, 1, 1_440),
        ArchiveAfter = reader.Minutes("Telemed:Clocks:ArchiveMinutes", 43_200, 60, 525_600),
        LeadWindow = TimeSpan.FromDays(reader.Whole("Telemed:Clocks:LeadWindowDays", 90, 1, 3_650)),
        ProbeFirst = reader.Minutes("Telemed:Clocks:ProbeFirstMinutes", 60, 0, 1_440),
        ProbeAgain = reader.Minutes("Telemed:Clocks:ProbeAgainMinutes", 15, 0, 1_440),
        AnswerProbe = reader.Seconds("Telemed:Clocks:ProbeSeconds", 60, 15, 600),
        SessionLimit = reader.Minutes("Telemed:Clocks:SessionMinutes", 30, 0, 1_440),
        OfferBridge = reader.Seconds("Telemed:Clocks:BridgeSeconds", 60, 10, 600),
        AnswerAlert = reader.Minutes("Telemed:Clocks:AlertMinutes", 5, 1, 1_440),
        UrgentReply = reader.Minutes("Telemed:Clocks:UrgentReplyMinutes", 10, 0, 1_440),
        OrdinaryReply = reader.Minutes("Telemed:Clocks:OrdinaryReplyMinutes", 1_440, 0, 10_080),
        EmergencyDone = reader.Minutes("Telemed:Clocks:EmergencyDoneMinutes", 720, 0, 10_080),
        PlannedArranged = reader.Minutes("Telemed:Clocks:ArrangeMinutes", 2_880, 0, 43_200),
        PlannedHeldDays = reader.Whole("Telemed:Clocks:HoldWorkingDays", 3, 0, 60),
        WalkInEvery = reader.Whole("Telemed:Clocks:WalkInEvery", 4, 0, 20),
    };
}
