namespace OpsLog.Core.Tests.Preload;

/// <summary>A call of the C library that <see cref="NativeFaults"/> can fail, as <c>faults.c</c> numbers them.</summary>
internal enum NativeCall
{
    FSync,
    FTruncate,
    Rename,
    MkDir,
    FStat,
    PWrite,
    Link,
}
