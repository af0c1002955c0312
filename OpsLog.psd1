@{
    RootModule           = 'bin/OpsLog.PowerShell.dll'
    # Loads the engine that was compiled for the system, if there is one, before the cmdlets load it.
    NestedModules        = @('bin/OpsLog.Startup.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = '5f0b7c1e-6a4d-4f0e-9c53-2d8e1b7a9f46'
    Author               = 'The OpsLog authors'
    CompanyName          = 'The OpsLog authors'
    Copyright            = 'Copyright (c) The OpsLog authors. MIT licence.'
    Description          = 'An embedded, event-sourced document store for scripts: every change is one operation in an append-only log, so the state survives a crash, can be undone, and has a history of who changed what and when.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('OpsLog.Format.ps1xml')

    # Each cmdlet is listed, because with a wildcard PowerShell loads the module to find its commands.
    CmdletsToExport      = @(
        'Backup-OpsLogStore'
        'Close-OpsLogStore'
        'Compare-OpsLogStore'
        'Get-OpsLogArchive'
        'Get-OpsLogBlob'
        'Get-OpsLogIndex'
        'Get-OpsLogOperation'
        'Get-OpsLogRecord'
        'Get-OpsLogStore'
        'Invoke-OpsLogArchive'
        'Invoke-OpsLogBatch'
        'Invoke-OpsLogCompaction'
        'Measure-OpsLogRecord'
        'New-OpsLogIndex'
        'Open-OpsLogStore'
        'Remove-OpsLogBlob'
        'Remove-OpsLogHistory'
        'Remove-OpsLogIndex'
        'Remove-OpsLogRecord'
        'Restore-OpsLogRecord'
        'Save-OpsLogStore'
        'Set-OpsLogBlob'
        'Set-OpsLogRecord'
        'Sync-OpsLogRecord'
        'Test-OpsLogRecord'
        'Test-OpsLogStore'
        'Undo-OpsLogOperation'
        'Update-OpsLogStore'
        'Watch-OpsLogStore'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()

    PrivateData          = @{
        PSData = @{
            Tags                     = @('PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'database', 'document-store', 'event-sourcing', 'audit-trail', 'undo', 'jsonl')
            LicenseUri               = 'https://licenses.nuget.org/MIT'
            RequireLicenseAcceptance = $false
            ReleaseNotes             = 'The first version. CHANGELOG.md in the folder of the module lists what it contains.'
        }
    }
}
