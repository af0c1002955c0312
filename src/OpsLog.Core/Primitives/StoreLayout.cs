using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;

namespace OpsLog.Core.Primitives;

/// <summary>
/// Every name in a store, which only this class builds and parses, and <see cref="BlobName"/> those of blobs. Names are
/// relative to the store and use <c>/</c> on every platform, as in the manifest.
/// </summary>
internal static class StoreLayout
{
    public const string Manifest = "manifest.json";
    public const string WriterMarker = ".lock";

    /// <summary>Exists in a folder while the copy of a store in it is incomplete.</summary>
    public const string UnfinishedBackup = "backup.unfinished";

    public const string ForeignCompactionMarker = ".compact-lock";
    public const string WriterLock = "writer";
    public const string CompactionLock = "compaction";
    public const string ExclusiveLock = "exclusive";
    public const string SnapshotFolder = "snapshots/";
    public const string LogFolder = "ops/";
    public const string ArchiveFolder = "archive/";

    /// <summary>Contains files beside the records; see <see cref="BlobName"/>. It exists from the first blob on.</summary>
    public const string BlobFolder = "blobs/";

    public const int MaximumNameLength = 128;

    /// <summary>
    /// The last millisecond of the year 9999. The next name must be later than the last one, so a later time would have
    /// no next name.
    /// </summary>
    private const long LatestTime = 253_402_300_799_999;

    private const int MostAttempts = 1_000_000_000;

    private const string SnapshotPrefix = SnapshotFolder + "snap-";
    private const string WriterLogPrefix = LogFolder + "ops-";
    private const string AgentLogPrefix = LogFolder + "agent-";
    private const string AgentLockPrefix = "agent-";
    private const string SegmentPrefix = ArchiveFolder + "archive-";
    private const string Lines = ".jsonl";
    private const string Document = ".json";
    private const string TornMark = ".torn-";
    private const string SkippedMark = ".skipped-";
    private const string IndexMark = ".idx";

    /// <summary>
    /// The name of a snapshot at a time in Unix milliseconds. <paramref name="attempt"/> is the number of existing
    /// names for that millisecond, from 0.
    /// </summary>
    public static string Snapshot(long unixMs, int attempt) => SnapshotPrefix + TimePart(unixMs, attempt) + Lines;

    /// <summary>The name of a single writer's log; <paramref name="attempt"/> as for <see cref="Snapshot"/>.</summary>
    public static string WriterLog(long unixMs, int attempt) => WriterLogPrefix + TimePart(unixMs, attempt) + Lines;

    /// <summary>The name of an agent's log; <paramref name="attempt"/> as for <see cref="Snapshot"/>.</summary>
    public static string AgentLog(string agent, long unixMs, int attempt)
    {
        CheckName("an agent id", agent);
        return $"{AgentLogPrefix}{agent}-{TimePart(unixMs, attempt)}{Lines}";
    }

    /// <summary>The name of the lock that an agent holds while it is live.</summary>
    public static string AgentLock(string agent)
    {
        CheckName("an agent id", agent);
        return AgentLockPrefix + agent;
    }

    /// <summary>The name of an archive segment.</summary>
    public static string Segment(string segment)
    {
        CheckName("an archive segment", segment);
        return SegmentPrefix + segment + Document;
    }

    /// <summary>The segment of a path in the manifest; null if the path is not a segment.</summary>
    public static string? ParseSegment(string path)
    {
        if (!path.StartsWith(SegmentPrefix, StringComparison.Ordinal) || !path.EndsWith(Document, StringComparison.Ordinal))
        {
            return null;
        }

        string segment = path[SegmentPrefix.Length..^Document.Length];
        return FaultIn(segment) is null ? segment : null;
    }

    /// <summary>The default segment for an archive at <paramref name="utc"/>: the quarter in UTC.</summary>
    public static string DefaultSegment(DateTime utc) =>
        string.Create(CultureInfo.InvariantCulture, $"{utc.Year:D4}-Q{(utc.Month + 2) / 3}");

    /// <summary>The name under which the torn tail of a log is set aside.</summary>
    public static string TornTail(string log, long unixMs, int attempt) => log + TornMark + TimePart(unixMs, attempt);

    /// <summary>The name under which invalid records of another program's snapshot are set aside.</summary>
    public static string SkippedRecords(string snapshot, long unixMs, int attempt) => snapshot + SkippedMark + TimePart(unixMs, attempt);

    /// <summary>The name of the index file of a snapshot or log, which exists after its owner or not at all.</summary>
    public static string Index(string owner) => owner + IndexMark;

    /// <summary>The snapshot or log whose index file has that name; null if it is not the name of an index file.</summary>
    public static string? ParseIndex(string name) =>
        name.EndsWith(IndexMark, StringComparison.Ordinal) && name[..^IndexMark.Length] is var owner && HasIndex(owner) ? owner : null;

    /// <summary>Whether files of that name can have an index file: snapshots and logs.</summary>
    public static bool HasIndex(string name) => IsLog(name) || TryParseSnapshot(name, out _);

    /// <summary>Whether it is the name of a torn tail that was set aside.</summary>
    public static bool IsTornTail(string name) => IsPutAside(name, TornMark, out string log) && IsLog(log);

    /// <summary>Whether it is the name of records that were set aside.</summary>
    public static bool IsSkippedRecords(string name) => IsPutAside(name, SkippedMark, out string snapshot) && TryParseSnapshot(snapshot, out _);

    /// <summary>Whether it is the name of a log, of a single writer or an agent.</summary>
    public static bool IsLog(string name) => TryParseWriterLog(name, out _) || TryParseAgentLog(name, out _, out _);

    /// <summary>The time of the snapshot with that name; false if it is not the name of a snapshot.</summary>
    public static bool TryParseSnapshot(string name, out FileNameTime time) => TryParse(name, SnapshotPrefix, out time);

    /// <summary>The time of the single writer's log with that name; false if it is not the name of such a log.</summary>
    public static bool TryParseWriterLog(string name, out FileNameTime time) => TryParse(name, WriterLogPrefix, out time);

    /// <summary>The agent and time of the log with that name; false if it is not the name of an agent's log.</summary>
    public static bool TryParseAgentLog(string name, out string agent, out FileNameTime time)
    {
        agent = "";
        time = default;
        if (!name.StartsWith(AgentLogPrefix, StringComparison.Ordinal) || !name.EndsWith(Lines, StringComparison.Ordinal))
        {
            return false;
        }

        // An id can contain '-' itself, so the time is read from the end: -<ms> or -<ms>_<attempt>.
        string rest = name[AgentLogPrefix.Length..^Lines.Length];
        int dash = rest.LastIndexOf('-');
        if (dash <= 0 || !TryParseTime(rest[(dash + 1)..], out time))
        {
            return false;
        }

        agent = rest[..dash];
        return FaultIn(agent) is null;
    }

    /// <summary>Refuses a name that can't be part of a file name on every supported platform.</summary>
    /// <exception cref="InvalidNameException">The name is empty, too long or contains invalid characters.</exception>
    public static void CheckName(string kind, string name)
    {
        if (FaultIn(name) is { } fault)
        {
            throw new InvalidNameException(kind, name, fault);
        }
    }

    /// <summary>
    /// Refuses a name for a new agent or segment. A name that exists already is accepted: other programs give names by
    /// other rules.
    /// </summary>
    /// <exception cref="InvalidNameException">
    /// It is refused by <see cref="PortableName.FaultIn"/> or by <see cref="CheckKnownName"/>.
    /// </exception>
    public static void CheckNewName(string kind, string name, IReadOnlyCollection<string> existing)
    {
        CheckKnownName(kind, name, existing);
        if (PortableName.FaultIn(name) is { } fault && !existing.Contains(name, StringComparer.Ordinal))
        {
            throw new InvalidNameException(kind, name, fault);
        }
    }

    /// <summary>
    /// Refuses a name for files that are made again if some file system can't store them, or can't distinguish them from
    /// those of an existing name. A name that exists is accepted.
    /// </summary>
    /// <exception cref="InvalidNameException">
    /// The name has too many bytes, or differs from an existing one only in case or Unicode form.
    /// </exception>
    public static void CheckKnownName(string kind, string name, IReadOnlyCollection<string> existing)
    {
        CheckName(kind, name);
        if (existing.Contains(name, StringComparer.Ordinal))
        {
            return;
        }

        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > PortableName.MaximumBytes)
        {
            throw new InvalidNameException(
                kind, name, $"it has {bytes} bytes in UTF-8; the maximum is {PortableName.MaximumBytes}", "Use a shorter name.");
        }

        if (PortableName.FindTwin(name, existing) is { } twin)
        {
            throw new InvalidNameException(
                kind, name, $"'{twin}' exists and differs only in letter case or Unicode form, and both are the same file on Windows or macOS", $"Use '{twin}' or another name.");
        }
    }

    /// <summary>Whether <see cref="CheckName"/> accepts a name.</summary>
    public static bool IsName(string name) => FaultIn(name) is null;

    /// <summary>Whether a path read from a manifest stays inside the store.</summary>
    public static bool IsInside(string path) =>
        path.Length > 0
        && !path.Contains('\\')
        && !path.Contains(':')
        && !path.Any(char.IsControl)
        && PortableName.IsText(path)
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static string? FaultIn(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (name.Length > MaximumNameLength)
        {
            return $"it has {name.Length} characters";
        }

        if (name.Contains("..", StringComparison.Ordinal) || name == ".")
        {
            return "it contains '..' or is '.'";
        }

        foreach (char c in name)
        {
            if (char.IsControl(c) || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
            {
                return "it contains a separator, a wildcard or a control character";
            }
        }

        return PortableName.IsText(name) ? null : "it contains half of a surrogate pair, which is not valid in a file name";
    }

    private static bool IsPutAside(string name, string mark, out string source)
    {
        int at = name.LastIndexOf(mark, StringComparison.Ordinal);
        source = at < 0 ? "" : name[..at];
        return at >= 0 && TryParseTime(name[(at + mark.Length)..], out _);
    }

    private static string TimePart(long unixMs, int attempt) =>
        attempt == 0
            ? unixMs.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{unixMs}_{attempt}");

    private static bool TryParse(string name, string prefix, out FileNameTime time)
    {
        time = default;
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && name.EndsWith(Lines, StringComparison.Ordinal)
            && name.Length >= prefix.Length + Lines.Length
            && TryParseTime(name[prefix.Length..^Lines.Length], out time);
    }

    private static bool TryParseTime(string text, out FileNameTime time)
    {
        time = default;
        int mark = text.IndexOf('_');
        int attempt = 0;
        if (mark >= 0 && (!TryParseDigits(text[(mark + 1)..], out attempt) || attempt > MostAttempts))
        {
            return false;
        }

        if (!long.TryParse(mark < 0 ? text : text[..mark], NumberStyles.None, CultureInfo.InvariantCulture, out long unixMs) || unixMs > LatestTime)
        {
            return false;
        }

        time = new FileNameTime(unixMs, attempt);
        return true;
    }

    private static bool TryParseDigits(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
