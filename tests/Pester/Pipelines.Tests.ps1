# What a pipeline means: nothing is done that nothing asked for.

BeforeDiscovery {
    $exported = (Import-PowerShellDataFile "$PSScriptRoot/../../OpsLog.psd1").CmdletsToExport

    # Every cmdlet with arguments that would change or return something, or wait, if it did its work.
    $behind = @{
        'Backup-OpsLogStore'      = { $input | Backup-OpsLogStore $other }
        'Close-OpsLogStore'       = { $input | Close-OpsLogStore }
        'Compare-OpsLogStore'     = { $input | Compare-OpsLogStore 1.00:00:00 }
        'Get-OpsLogArchive'       = { $input | Get-OpsLogArchive }
        'Get-OpsLogBlob'          = { $input | Get-OpsLogBlob }
        'Get-OpsLogIndex'         = { $input | Get-OpsLogIndex }
        'Get-OpsLogOperation'     = { $input | Get-OpsLogOperation }
        'Get-OpsLogRecord'        = { $input | Get-OpsLogRecord }
        'Get-OpsLogStore'         = { $input | Get-OpsLogStore }
        'Invoke-OpsLogArchive'    = { $input | Invoke-OpsLogArchive { $true } }
        'Invoke-OpsLogBatch'      = { $input | Invoke-OpsLogBatch { Set-OpsLogRecord new @{} } }
        'Invoke-OpsLogCompaction' = { $input | Invoke-OpsLogCompaction -PassThru }
        'Measure-OpsLogRecord'    = { $input | Measure-OpsLogRecord }
        'New-OpsLogIndex'         = { $input | New-OpsLogIndex n }
        'Open-OpsLogStore'        = { $input | Open-OpsLogStore $other }
        'Remove-OpsLogBlob'       = { $input | Remove-OpsLogBlob }
        'Remove-OpsLogHistory'    = { $input | Remove-OpsLogHistory -Keep 0 -Confirm:$false }
        'Remove-OpsLogIndex'      = { $input | Remove-OpsLogIndex indexed }
        'Remove-OpsLogRecord'     = { $input | Remove-OpsLogRecord -Id c }
        'Restore-OpsLogRecord'    = { $input | Restore-OpsLogRecord -Segment s -Force }
        'Save-OpsLogStore'        = { $input | Save-OpsLogStore -PassThru }
        'Set-OpsLogBlob'          = { $input | Set-OpsLogBlob -Path $OpsLogManifest }
        'Set-OpsLogRecord'        = { $input | Set-OpsLogRecord -Id c -Value @{ n = 9 } }
        'Test-OpsLogRecord'       = { $input | Test-OpsLogRecord -Id c }
        'Test-OpsLogStore'        = { $input | Test-OpsLogStore }
        'Undo-OpsLogOperation'    = { $input | Undo-OpsLogOperation }
        'Update-OpsLogStore'      = { $input | Update-OpsLogStore -PassThru }
        'Watch-OpsLogStore'       = { $input | Watch-OpsLogStore -Timeout 30 }
    }
    # An empty input of Sync-OpsLogRecord is an error, and has tests of its own.
    $cmdlets = $exported | Where-Object { $_ -ne 'Sync-OpsLogRecord' } | ForEach-Object { @{ Name = $_; Do = $behind[$_] } }

    # An object without properties of a name that is bound; it is bound by its value where anything is taken.
    $takesAnything = 'Get-OpsLogOperation', 'Get-OpsLogRecord', 'Measure-OpsLogRecord', 'Restore-OpsLogRecord'
    $unbound = $cmdlets | Where-Object Name -NotIn $takesAnything
}

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
}

Describe 'Behind an empty pipeline <Name>' -ForEach $cmdlets {
    BeforeEach {
        $path = New-TestStorePath
        $other = New-TestStorePath 'other'
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord c @{ n = 1 }
        $null = Invoke-OpsLogArchive -Id c -Segment s
        Set-OpsLogRecord c @{ n = 2 }
        $null = New-OpsLogIndex indexed
        Set-OpsLogBlob a.txt -Value old
        $before = Get-StoreContent $path
    }
    AfterEach { Close-TestStore }

    It 'is tested here' { $Do | Should -Not -BeNullOrEmpty }

    It 'does nothing and returns nothing' {
        @() | & $Do -ErrorVariable errors | Should -BeNullOrEmpty
        Get-StoreContent $path | Should -BeExactly $before
        $store.IsOpen | Should -BeTrue
        Test-Path $other | Should -BeFalse
    }

    It 'does not ask for a store' {
        Close-TestStore
        $Error.Clear()
        @() | & $Do | Should -BeNullOrEmpty
        $Error | Should -HaveCount 0
        Test-Path $other | Should -BeFalse
    }
}

Describe 'Behind an input that can''t be bound <Name>' -ForEach $unbound {
    AfterEach { Close-TestStore }

    It 'is an error and does nothing' {
        $path = New-TestStorePath
        $other = New-TestStorePath 'other'
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord c @{ n = 1 }
        Set-OpsLogRecord c @{ n = 2 }
        $before = Get-StoreContent $path
        $Error.Clear()
        $ErrorActionPreference = 'SilentlyContinue'

        1.5 | & $Do | Should -BeNullOrEmpty

        $Error | Should -HaveCount 1
        $Error[0].CategoryInfo.Category | Should -BeIn InvalidArgument, InvalidData, ObjectNotFound
        Get-StoreContent $path | Should -BeExactly $before
        $store.IsOpen | Should -BeTrue
        Test-Path $other | Should -BeFalse
    }
}

Describe 'A pipeline that was not meant' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord c @{ n = 1 }
        Set-OpsLogRecord c @{ n = 2 }
        $before = Get-StoreContent $path
    }
    AfterEach { Close-TestStore }

    It 'undoes nothing where no operation was found' {
        Get-OpsLogOperation nosuch | Undo-OpsLogOperation | Should -BeNullOrEmpty
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'undoes nothing where no operation is in the pipeline' {
        Get-OpsLogRecord | Undo-OpsLogOperation -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
        $errors | Should -HaveCount @(Get-OpsLogRecord).Count
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is NotARecord: an operation, where a record is changed: <name>' -ForEach @(
        @{ name = 'set'; do = { $input | Set-OpsLogRecord } }
        @{ name = 'merged'; do = { $input | Set-OpsLogRecord -Merge } }
        @{ name = 'set by another property'; do = { $input | Set-OpsLogRecord -IdProperty Log } }
        @{ name = 'set as a value'; do = { Set-OpsLogRecord -Id c -Value @($input)[0] } }
        @{ name = 'removed'; do = { $input | Remove-OpsLogRecord } }
        @{ name = 'archived'; do = { $input | Invoke-OpsLogArchive } }
    ) {
        $live = Get-OpsLogOperation c -Last 1
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($live))
        foreach ($operation in $live, $copy) {
            Get-ErrorId { $operation | & $do } | Should -Be NotARecord
            $Error[0].CategoryInfo.Category | Should -Be InvalidType
            $Error[0].ToString() | Should -BeLike '*operation from the log*OpsLogId*'
        }
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'goes on with the next input after an operation, but for -Atomic' {
        $inputs = @((Get-OpsLogOperation c -Last 1), @{ OpsLogId = 'd'; n = 3 })
        $inputs | Set-OpsLogRecord -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors | Should -HaveCount 1
        (Get-OpsLogRecord).n | Should -Be 2, 3
        Get-ErrorId { $inputs | Set-OpsLogRecord -Atomic } | Should -Be NotARecord
    }

    It 'takes an operation for its record where that is read' {
        (Get-OpsLogOperation c -Last 1 | Get-OpsLogRecord).n | Should -Be 2
        Get-OpsLogOperation c -Last 1 | Test-OpsLogRecord | Should -BeTrue
        Get-OpsLogOperation c -Last 1 | Get-OpsLogOperation | Should -HaveCount 2
    }

    It 'archives nothing and returns nothing where no input has an id' {
        $null, @{ n = 1 } | Invoke-OpsLogArchive -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
        $errors | Should -HaveCount 2
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is refused where a variable for ids or a filter has no value: <_>' -ForEach @(
        { Get-OpsLogOperation $missing }, { Get-OpsLogOperation -Id @() }, { Get-OpsLogRecord $missing }, { Get-OpsLogRecord -Id $missing }
        { Remove-OpsLogRecord $missing }, { Invoke-OpsLogArchive $missing }, { Watch-OpsLogStore $missing -Timeout 30 }
    ) {
        $missing = $null
        Get-ErrorId $_ | Should -BeLike 'ParameterArgumentValidationError*'
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'uses the store that was the default when it began' {
        function Get-FromElsewhere {
            $null = Open-OpsLogStore $elsewhere -Durability OperatingSystem
            @{ OpsLogId = 'from'; n = 1 }
        }
        $elsewhere = New-TestStorePath 'elsewhere'
        Get-FromElsewhere | Set-OpsLogRecord
        (Get-OpsLogRecord -Store $store).OpsLogId | Should -Be c, from
        Get-OpsLogRecord -Store $elsewhere | Should -BeNullOrEmpty
    }
}
