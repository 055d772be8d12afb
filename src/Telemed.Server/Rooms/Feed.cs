namespace Telemed.Server.Rooms;

/// <summary>What a publication shows or sounds.</summary>
internal enum Feed
{
    /// <summary>A face.</summary>
    Face,

    /// <summary>A voice.</summary>
    Voice,

    /// <summary>A shared screen.</summary>
    Screen,

    /// <summary>An exam camera.</summary>
    Exam,

    /// <summary>Ultrasound.</summary>
    Ultrasound,

    /// <summary>A microscope.</summary>
    Microscope,

    /// <summary>An endoscope.</summary>
    Endoscope,

    /// <summary>An ECG screen.</summary>
    Ecg,

    /// <summary>A stethoscope.</summary>
    Stethoscope,
}
