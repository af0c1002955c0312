namespace OpsLog.Core.Storage;

/// <summary>The condition of a put.</summary>
public readonly record struct PutCondition
{
    private PutCondition(bool mustBeAbsent, string? version)
    {
        MustBeAbsent = mustBeAbsent;
        Version = version;
    }

    /// <summary>Whether the object must not exist.</summary>
    public bool MustBeAbsent { get; }

    /// <summary>The version that the object must have; null if any version is accepted.</summary>
    public string? Version { get; }

    /// <summary>No condition: replaces an existing object.</summary>
    public static PutCondition None => default;

    /// <summary>The object must not exist.</summary>
    public static PutCondition IfAbsent => new(true, null);

    /// <summary>The object must still have the version that <see cref="IStorageBackend.Read"/> or a put returned.</summary>
    public static PutCondition IfUnchanged(string version) => new(false, version);
}
