namespace OpsLog.Core.Storage;

/// <summary>What must hold for a put to take place.</summary>
public readonly record struct PutCondition
{
    private PutCondition(bool mustBeAbsent, string? version)
    {
        MustBeAbsent = mustBeAbsent;
        Version = version;
    }

    /// <summary>Whether the name must be free.</summary>
    public bool MustBeAbsent { get; }

    /// <summary>The version the object must be at; null where that is not asked.</summary>
    public string? Version { get; }

    /// <summary>No condition: replaces what is there.</summary>
    public static PutCondition None => default;

    /// <summary>The name must be free.</summary>
    public static PutCondition IfAbsent => new(true, null);

    /// <summary>The object must still be at the version that <see cref="IStorageBackend.Read"/> or a put returned.</summary>
    public static PutCondition IfUnchanged(string version) => new(false, version);
}
