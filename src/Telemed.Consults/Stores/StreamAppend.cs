namespace Telemed.Consults.Stores;

/// <summary>Facts to append to one stream, with the state before and after.</summary>
public abstract record StreamAppend
{
    private StreamAppend()
    {
    }

    /// <summary>The stream.</summary>
    public abstract StreamId Stream { get; }

    /// <summary>The facts, in order; never empty.</summary>
    public abstract IReadOnlyList<IFact> Facts { get; }

    /// <summary>The version the stream must have.</summary>
    public abstract int Expected { get; }

    /// <summary>The hash of the stream's last fact.</summary>
    public abstract ReadOnlyMemory<byte> Hash { get; }

    /// <summary>To a consult.</summary>
    public sealed record ToConsult(
        ConsultId Id, Loaded<ConsultState> Before, IReadOnlyList<ConsultEvent> Events, ConsultState.Filed After)
        : StreamAppend
    {
        /// <inheritdoc/>
        public override StreamId Stream => StreamId.Of(Id);

        /// <inheritdoc/>
        public override IReadOnlyList<IFact> Facts => Events;

        /// <inheritdoc/>
        public override int Expected => Before.Version;

        /// <inheritdoc/>
        public override ReadOnlyMemory<byte> Hash => Before.Hash;
    }

    /// <summary>To a doctor's availability.</summary>
    public sealed record ToDoctor(
        PersonId Id,
        Loaded<DoctorAvailability> Before,
        IReadOnlyList<DoctorEvent> Events,
        DoctorAvailability After) : StreamAppend
    {
        /// <inheritdoc/>
        public override StreamId Stream => StreamId.Of(Id);

        /// <inheritdoc/>
        public override IReadOnlyList<IFact> Facts => Events;

        /// <inheritdoc/>
        public override int Expected => Before.Version;

        /// <inheritdoc/>
        public override ReadOnlyMemory<byte> Hash => Before.Hash;
    }

    /// <summary>To a recording.</summary>
    public sealed record ToRecording(
        RecordingId Id, Loaded<RecordingLife> Before, IReadOnlyList<RecordingEvent> Events, RecordingLife After)
        : StreamAppend
    {
        /// <inheritdoc/>
        public override StreamId Stream => StreamId.Of(Id);

        /// <inheritdoc/>
        public override IReadOnlyList<IFact> Facts => Events;

        /// <inheritdoc/>
        public override int Expected => Before.Version;

        /// <inheritdoc/>
        public override ReadOnlyMemory<byte> Hash => Before.Hash;
    }
}
