# What Tab offers.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Complete ([string]$Line) { ([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)).CompletionMatches.CompletionText }
}

Describe 'Completion' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        'web01', 'web02', 'db 1', "o'b", '-x' | ForEach-Object { Set-OpsLogRecord -Id $_ -Value @{ n = 1 } }
    }
    AfterEach { Close-TestStore }

    It 'offers ids that begin with the word: <line>' -ForEach @(
        @{ line = 'Get-OpsLogRecord -Id we'; offered = 'web01', 'web02' }
        @{ line = 'Get-OpsLogRecord -Id WEB02'; offered = 'web02' }
        @{ line = 'Remove-OpsLogRecord d'; offered = "'db 1'" }
        @{ line = 'Test-OpsLogRecord o'; offered = "'o''b'" }
        @{ line = 'Set-OpsLogRecord -Id "db'; offered = "'db 1'" }
        @{ line = 'Get-OpsLogOperation w'; offered = 'web01', 'web02' }
        @{ line = 'Invoke-OpsLogArchive -Id web01, web0'; offered = 'web01', 'web02' }
    ) {
        Complete $line | Should -Be $offered
    }

    It 'offers the properties of the records, and their values: <line>' -ForEach @(
        @{ line = 'Get-OpsLogRecord -Property st'; offered = 'status' }
        @{ line = 'Get-OpsLogRecord -Property own'; offered = 'owner', 'owner.name', 'owner.deep' }
        @{ line = 'Get-OpsLogRecord stat'; offered = 'status' }
        @{ line = 'Get-OpsLogRecord status -EQ '; offered = 'active', "'not used'" }
        @{ line = 'Get-OpsLogRecord status -EQ a'; offered = 'active' }
        @{ line = 'Get-OpsLogRecord owner.name -NE '; offered = 'ann' }
        @{ line = 'Get-OpsLogRecord tags -Contains '; offered = 'web', 'prod' }
        @{ line = 'Get-OpsLogRecord enabled -EQ '; offered = '$true' }
        @{ line = 'Remove-OpsLogRecord -Property st'; offered = 'status' }
        @{ line = 'Measure-OpsLogRecord -Sum si'; offered = 'size' }
        @{ line = 'Measure-OpsLogRecord -GroupBy owner.n'; offered = 'owner.name' }
        @{ line = 'Get-OpsLogRecord size -EQ '; offered = $null }
        @{ line = 'Set-OpsLogRecord -IdProperty o'; offered = 'owner' }
        @{ line = 'Set-OpsLogRecord p1 -RemoveProperty owner.n'; offered = 'owner.name' }
    ) {
        1..200 | ForEach-Object {
            @{ OpsLogId = "p$_"; status = $_ % 9 ? 'active' : 'not used'; owner = [ordered]@{ name = 'ann'; deep = @{ x = 1 } }; tags = 'web', 'prod'; enabled = $true; size = $_ }
        } | Set-OpsLogRecord
        Complete $line | Where-Object { $_ -notlike './*' -and $_ -notlike '*Pester*' } | Should -Be $offered
    }

    It 'offers no more than a hundred' {
        1..150 | ForEach-Object { @{ OpsLogId = "many$_" } } | Set-OpsLogRecord
        Complete 'Get-OpsLogRecord -Id many' | Should -HaveCount 100
    }

    It 'offers segments and open stores' {
        $null = Invoke-OpsLogArchive -Id web01 -Segment jobs-1
        Complete 'Get-OpsLogRecord -Segment j' | Should -Be jobs-1
        Complete 'Get-OpsLogArchive j' | Should -Be jobs-1
        Complete 'Restore-OpsLogRecord -Segment j' | Should -Be jobs-1
        $null = Invoke-OpsLogArchive -Id web02 -Segment old
        Complete 'Restore-OpsLogRecord w' | Should -Be web01, web02
        Complete 'Restore-OpsLogRecord -Segment old -Id w' | Should -Be web02
        Complete 'Restore-OpsLogRecord -Segment none -Id w' | Should -BeNullOrEmpty
        Complete 'Get-OpsLogRecord -Store ' | Should -Be $path
    }

    It 'offers blobs' {
        'notes.txt', 'notes2.txt', 'a.bin' | ForEach-Object { Set-OpsLogBlob $_ -Value x }
        Complete 'Get-OpsLogBlob no' | Should -Be notes.txt, notes2.txt
        Complete 'Remove-OpsLogBlob -Name NOTES2' | Should -Be notes2.txt
        Complete 'Set-OpsLogBlob a' | Should -Be a.bin
    }

    It 'looks into the store that is given' {
        $null = Open-OpsLogStore (New-TestStorePath)
        Complete "Get-OpsLogRecord -Store '$path' -Id we" | Should -Be web01, web02
        Complete 'Get-OpsLogRecord -Id we' | Should -Not -Contain web01
    }

    It 'looks into the store of a path that is relative to the location' {
        $null = Open-OpsLogStore (New-TestStorePath)
        $null = New-PSDrive -Name opslog-completion -PSProvider FileSystem -Root $TestDrive -Scope Global
        $name = Split-Path -Leaf $path
        Push-Location $TestDrive
        try {
            foreach ($given in $name, "./$name", "../$(Split-Path -Leaf $TestDrive)/$name", "opslog-completion:$name", "FileSystem::$name") {
                Complete "Get-OpsLogRecord -Store '$given' -Id we" | Should -Be web01, web02 -Because "of '$given'"
            }
            Complete "Get-OpsLogRecord -Store 'no-drive:x' -Id we" | Should -Not -Contain web01
        }
        finally {
            Pop-Location
            Remove-PSDrive opslog-completion -Scope Global
        }
    }

    It 'offers the agents of the store at a path that is relative to the location' {
        Close-OpsLogStore
        $odd = Join-Path $TestDrive 'odd [b]'
        Close-OpsLogStore (Open-OpsLogStore -LiteralPath $odd -Agent nightly)
        Push-Location $TestDrive
        try {
            Complete "Open-OpsLogStore './odd [b]' -Agent n" | Should -Be nightly
            Complete "Open-OpsLogStore -LiteralPath 'odd [b]' -Agent n" | Should -Be nightly
            Complete "Open-OpsLogStore 'none-*' -Agent n" | Should -Not -Contain nightly
        }
        finally { Pop-Location }
    }

    It 'offers an id with wildcards only where it means that record' {
        Set-OpsLogRecord -Id 'web*' -Value @{ n = 1 }
        Complete 'Remove-OpsLogRecord we' | Should -Be web01, web02
        Complete 'Remove-OpsLogRecord -LiteralId we' | Should -Be web01, web02, "'web*'"
        Complete 'Test-OpsLogRecord we' | Should -Be web01, web02, "'web*'"
        Complete 'Set-OpsLogRecord we' | Should -Be web01, web02, "'web*'"
    }

    It 'offers no ids without a store' {
        Close-TestStore
        Complete 'Get-OpsLogRecord -Id we' | Should -Not -Contain web01
    }
}

Describe 'Completing agents' {
    BeforeAll {
        $path = New-TestStorePath
        foreach ($agent in 'backup', 'nightly', 'night-shift') {
            $null = Open-OpsLogStore $path -Agent $agent -Durability OperatingSystem
            Set-OpsLogRecord $agent @{ n = 1 }
            Close-OpsLogStore
        }
    }
    AfterEach { Close-TestStore }

    It 'offers for a store to be opened the agents it knows' {
        Complete "Open-OpsLogStore '$path' -Agent nig" | Should -Be night-shift, nightly
        Complete "Open-OpsLogStore -LiteralPath '$path' -Agent b" | Should -Be backup
        Push-Location $TestDrive
        try { Complete "Open-OpsLogStore ./$(Split-Path -Leaf $path) -Agent " | Should -Be backup, night-shift, nightly }
        finally { Pop-Location }
        Complete "Open-OpsLogStore '$path-none' -Agent nig" | Should -Not -Contain nightly
        Test-Path "$path-none" | Should -BeFalse
    }

    It 'offers for the open store the agents that wrote to it, in its history too' {
        $null = Open-OpsLogStore $path -ReadOnly
        Complete 'Get-OpsLogOperation -Agent ' | Should -Be backup, night-shift, nightly
        Complete 'Get-OpsLogOperation -Agent NIGHTL' | Should -Be nightly
    }
}

Describe 'Completing every parameter' {
    BeforeDiscovery {
        if (-not (Get-Module OpsLog)) { Import-Module "$PSScriptRoot/../../OpsLog.psd1" }
        # The value is a path, so the names of files are right.
        $paths = 'Path', 'LiteralPath', 'Destination', 'ReferencePath', 'DifferencePath'
        $parameters = foreach ($command in Get-Command -Module OpsLog -CommandType Cmdlet) {
            foreach ($parameter in $command.Parameters.Values) {
                $isOwn = $parameter.Name -notin [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
                if ($isOwn -and -not $parameter.SwitchParameter -and $parameter.Name -notin $paths) { @{ Command = $command.Name; Parameter = $parameter.Name } }
            }
        }
    }
    BeforeAll {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'completion')
        Set-Content "$folder/1-file.txt" x
        Set-Content "$folder/zz-file.txt" x
        $null = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        Push-Location $folder
    }
    AfterAll {
        Pop-Location
        Close-TestStore
    }

    It 'offers no file: <Command> -<Parameter>' -ForEach $parameters {
        foreach ($word in '', 'zz', '1') {
            @(Complete "$Command -$Parameter $word") | Where-Object { $_ -match 'file' } | Should -BeNullOrEmpty -Because "of '$word'"
        }
    }

    It 'offers the authors of the last operations' {
        $store = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem -Author 'Ann Bell'
        Set-OpsLogRecord x @{ n = 1 }
        Close-OpsLogStore $store
        $store = Open-OpsLogStore $store.Path -Durability OperatingSystem -Author bob
        Set-OpsLogRecord x @{ n = 2 }
        try {
            Complete 'Get-OpsLogOperation -Author ' | Should -Be bob, "'Ann Bell'"
            Complete 'Get-OpsLogOperation -Author a' | Should -Be "'Ann Bell'"
        }
        finally { Close-OpsLogStore $store }
    }

    It 'offers a file for a path' {
        Complete 'Open-OpsLogStore -Path zz' | Should -BeLike '*zz-file.txt'
        Complete 'Set-OpsLogBlob -Path zz' | Should -BeLike '*zz-file.txt'
        Complete 'Get-OpsLogBlob a -Destination zz' | Should -BeLike '*zz-file.txt'
        Complete 'Backup-OpsLogStore -Destination zz' | Should -BeLike '*zz-file.txt'
    }

    It 'offers values that the parameter accepts: <Command> -<Parameter>' -ForEach @(
        @{ Command = 'Remove-OpsLogHistory'; Parameter = 'Keep'; Offered = '1', '10', '100' }
        @{ Command = 'Remove-OpsLogHistory'; Parameter = 'OlderThan'; Offered = '7.00:00:00', '30.00:00:00', '90.00:00:00', '365.00:00:00' }
        @{ Command = 'Undo-OpsLogOperation'; Parameter = 'Count'; Offered = '1', '10', '100' }
        @{ Command = 'Get-OpsLogOperation'; Parameter = 'Last'; Offered = '1', '10', '100' }
        @{ Command = 'Get-OpsLogOperation'; Parameter = 'Until'; Offered = 0, 1, 7, 30 | ForEach-Object { (Get-Date).AddDays(-$_).ToString('yyyy-MM-dd') } }
        @{ Command = 'Get-OpsLogRecord'; Parameter = 'AsOf'; Offered = 0, 1, 7, 30 | ForEach-Object { (Get-Date).AddDays(-$_).ToString('yyyy-MM-dd') } }
        @{ Command = 'Open-OpsLogStore'; Parameter = 'LockTimeout'; Offered = '0', '5', '30', '60', '300' }
        @{ Command = 'Open-OpsLogStore'; Parameter = 'HistoryRetention'; Offered = 'All', '0', '10', '100', '30.00:00:00', '90.00:00:00', '365.00:00:00' }
        @{ Command = 'Open-OpsLogStore'; Parameter = 'CheckpointThreshold'; Offered = '100', '1000', '10000' }
        @{ Command = 'Open-OpsLogStore'; Parameter = 'SchemaVersion'; Offered = '1', '2', '3' }
    ) {
        Complete "$Command -$Parameter " | Should -Be $Offered
        $required = $Command -eq 'Open-OpsLogStore' ? @{ Path = New-TestStorePath } : @{}
        foreach ($value in $Offered) {
            $bound = @{ $Parameter = $value; WhatIf = $true } + $required
            if ($Command -like 'Get-*') { $bound.Remove('WhatIf') }
            { & $Command @bound -WarningAction Ignore } | Should -Not -Throw -Because "of '$value'"
        }
    }
}
