# How objects look in a console of 80 columns.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Get-Row {
        <# The rows of a table, without its header. #>
        @(($input | Format-Table | Out-String -Width 80) -split '\r?\n' | Where-Object { $_.Trim() }) | Select-Object -Skip 2
    }
}

Describe 'Formats' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord web01 ([ordered]@{ status = 'active'; cpus = 4; owner = [ordered]@{ name = 'ann'; team = 'x' } })
    }
    AfterEach { Close-TestStore }

    It 'shows the history in 80 columns with the properties that changed' {
        Set-OpsLogRecord web01 @{ status = 'done' } -Merge
        Set-OpsLogRecord web01 ([ordered]@{ cpus = 8; owner = @{ name = 'ann' } })
        Remove-OpsLogRecord web01
        $rows = Get-OpsLogOperation | Get-Row
        $rows | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $rows[0] | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+@\S* +Set +web01 +status=active, cpu'
        $rows[1] | Should -Match 'Set +web01 +status=done *$'
        $rows[2] | Should -Match 'Set +web01 +cpus=8, -owner.team'
        $rows[3] | Should -Match 'Delete +web01 +-cpus, -owner *$'
    }

    It 'shows in the history what was undone and archived' {
        $null = Undo-OpsLogOperation
        Set-OpsLogRecord a @{ n = 1 }
        $null = Invoke-OpsLogArchive a -Segment 2025-Q4
        Get-OpsLogOperation | Get-Row | Select-Object -Last 1 | Should -Match 'Delete +a +to segment 2025-Q4'
        Invoke-OpsLogCompaction
        $null = Undo-OpsLogOperation
        Get-OpsLogOperation | Get-Row | Select-Object -Last 1 | Should -Match ' Set \(undo\) +a '
        $null = Undo-OpsLogOperation
        Get-OpsLogOperation | Get-Row | Select-Object -Last 1 | Should -Match ' Delete \(undo\) a +-n *$'
    }

    It 'shows who and why' {
        Set-OpsLogRecord web01 @{ status = 'done' } -Merge -Comment "repair`nof `u{202E}disk"
        $row = Get-OpsLogOperation web01 -Last 1 | Get-Row
        $row | Should -HaveCount 1
        $row | Should -Match "^.{19} \S+@\S* +Set +web01 +'repair of  disk'"
        Get-OpsLogOperation web01 -Last 1 | Out-String -Width 200 | Should -Match "'repair of +disk' status=done"
    }

    It 'shows a value that has several lines in one' {
        Set-OpsLogRecord a ([ordered]@{ text = "one`ntwo`e[31m"; path = 'C:\temp' })
        Get-OpsLogOperation a | Get-Row | Should -HaveCount 1
        (Get-OpsLogOperation a).Changes | ForEach-Object ToString | Should -BeExactly 'text=one\ntwo\u001b[31m', 'path=C:\temp'
    }

    It 'shows the same text of a change in every form: <property>' -ForEach @(
        @{ property = 'a string'; value = @{ p = 'x "y"' }; text = 'p=x "y"' }
        @{ property = 'a date'; value = @{ p = [datetime]::SpecifyKind('2026-01-02T03:04:05', 'Utc') }; text = 'p=2026-01-02T03:04:05.000Z' }
        @{ property = 'a number'; value = @{ p = 1.50d }; text = 'p=1.50' }
        @{ property = 'an array'; value = @{ p = 'x', 1 }; text = 'p=["x",1]' }
    ) {
        Set-OpsLogRecord c $value
        foreach ($form in @{}, @{ AsJson = $true }, @{ AsHashtable = $true }, @{ DateKind = 'String' }) {
            "$((Get-OpsLogOperation c @form).Changes)" | Should -BeExactly $text
        }
    }

    It 'shows what an undone restore took away' {
        $null = Invoke-OpsLogArchive web01 -Segment s
        Restore-OpsLogRecord -Segment s
        Invoke-OpsLogCompaction
        $null = Undo-OpsLogOperation
        Get-OpsLogOperation | Get-Row | Select-Object -Last 1 | Should -Match 'Delete \(undo\) web01 +-status, -cpus'
    }

    It 'gives what changed as objects' {
        Set-OpsLogRecord web01 ([ordered]@{ cpus = 8; owner = @{ name = 'ann'; from = [datetime]'2025-01-02T03:04:05Z' }; 'a.b' = $null })
        $changes = (Get-OpsLogOperation web01 -Last 1).Changes
        $changes.Property | Should -Be cpus, owner.from, owner.team, "'a.b'", status
        $changes.Change | Should -Be Changed, Added, Removed, Added, Removed
        $changes[0].Before, $changes[0].After | Should -Be 4, 8
        $changes[1].After | Should -BeOfType datetime
        $changes[2].Before | Should -Be x
        $changes[3].After | Should -BeNullOrEmpty
    }

    It 'shows every property of a record that was created or removed' {
        Remove-OpsLogRecord web01
        $created, $removed = Get-OpsLogOperation
        $created.Changes.Property | Should -Be status, cpus, owner
        $created.Changes.Change | Sort-Object -Unique | Should -Be Added
        $removed.Changes.Before.name | Should -Be ann
        $removed.Changes.Change | Sort-Object -Unique | Should -Be Removed
    }

    It 'shows sizes with a unit: <Bytes>' -ForEach @(
        @{ Bytes = 0; Text = '0 B' }, @{ Bytes = 1023; Text = '1,023 B' }, @{ Bytes = 1024; Text = '1.0 KB' }, @{ Bytes = 1536; Text = '1.5 KB' }
        @{ Bytes = 1048575; Text = '1.0 MB' }, @{ Bytes = 1GB; Text = '1.0 GB' }, @{ Bytes = [long]::MaxValue; Text = '8.0 EB' }) {
        InCulture en-US { [OpsLog.PowerShell.Binding.ByteSize]::Format($Bytes) } | Should -BeExactly $Text
    }

    It 'shows stores, segments and checkpoints with sizes' {
        $null = Invoke-OpsLogArchive '*' -Segment 2025-Q4
        Get-OpsLogStore | Get-Row | Should -Match '^ +0 +2 +\d+ B +Immediate'
        Get-OpsLogArchive | Get-Row | Should -Match '^2025-Q4 +1 +\d+ B '
        Invoke-OpsLogCompaction -PassThru | Get-Row | Should -Match '^True +0 +2 +\d+ B'
    }

    It 'gives records a type name, and leaves them what they are' {
        $record = Get-OpsLogRecord web01
        $record.pstypenames | Should -Be OpsLog.Record, System.Management.Automation.PSCustomObject, System.Object
        $record -is [pscustomobject] | Should -BeTrue
        $record.owner.pstypenames[0] | Should -Be System.Management.Automation.PSCustomObject
        $record.pstypenames.Insert(0, 'Another')
        (Get-OpsLogRecord web01).pstypenames[0] | Should -Be OpsLog.Record
    }

    It 'can be given a view by that type name' {
        $file = Join-Path $TestDrive 'types.ps1xml'
        Set-Content $file '<Types><Type><Name>OpsLog.Record</Name><Members><ScriptProperty><Name>Summary</Name><GetScriptBlock>"$($this.OpsLogId): $($this.status)"</GetScriptBlock></ScriptProperty></Members></Type></Types>'
        $out = Invoke-Shell @('-Command', "Import-Module '$OpsLogManifest'; Update-TypeData '$file'; `$null = Open-OpsLogStore '$path' -ReadOnly; `$r = Get-OpsLogRecord; `$r.Summary")
        $out | Should -Be 'web01: active'
    }
}
