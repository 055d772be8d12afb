namespace Telemed.Storage.Sql;

/// <summary>The types of parameters.</summary>
internal enum SqlType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A whole number that is not there.</summary>
    NullNumber,

    /// <summary>A number.</summary>
    Real,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Several texts.</summary>
    Texts,
}
