namespace OpsLog.Core.Indexes;

/// <summary>The classes of values, each of which has an order of its own in an index.</summary>
internal enum ValueClass : byte
{
    /// <summary>There is no record.</summary>
    None,

    /// <summary>A string of printable characters in ASCII, without escapes, that is not a date.</summary>
    Text,

    /// <summary>A number whose text is that of a <see cref="long"/> or of the shortest form of a <see cref="double"/>.</summary>
    Number,

    /// <summary>A date in UTC or without a zone; see <see cref="Json.ClockText"/>.</summary>
    Date,

    /// <summary>Everything else, by its <see cref="OtherValue"/>.</summary>
    Other,
}
