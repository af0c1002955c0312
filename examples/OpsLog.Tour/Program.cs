using OpsLog.Tour;

// The same story as examples/tour.ps1, with the engine alone.
string store = Directory.CreateTempSubdirectory("opslog-tour-").FullName;
try
{
    Story.Run(store);
    return 0;
}
catch (StepFailedException e)
{
    Console.Error.WriteLine($"FAILED: {e.Message}");
    return 1;
}
finally
{
    Directory.Delete(store, recursive: true);
}
