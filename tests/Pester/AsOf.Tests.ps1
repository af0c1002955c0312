# The records of an earlier moment: reading them, and bringing them back.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe '-AsOf' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1; status = 'new' }
        Set-OpsLogRecord b @{ n = 2; status = 'new' }
        Start-Sleep -Milliseconds 5
        $moment = [datetime]::Now
        Start-Sleep -Milliseconds 5
        Set-OpsLogRecord a @{ n = 10; status = 'done' }
        Remove-OpsLogRecord b
        Set-OpsLogRecord c @{ n = 3; status = 'new' }
    }
    AfterEach { Close-TestStore }

    It 'returns all records of a moment' {
        (Get-OpsLogRecord -AsOf $moment | ForEach-Object { "$($_.OpsLogId)=$($_.n)" }) | Should -Be 'a=1', 'b=2'
        (Get-OpsLogRecord -AsOf $moment.ToUniversalTime()).n | Should -Be 1, 2
        (Get-OpsLogRecord -AsOf ([datetimeoffset]$moment)).n | Should -Be 1, 2
        (Get-OpsLogRecord | ForEach-Object { "$($_.OpsLogId)=$($_.n)" }) | Should -Be 'a=10', 'c=3'
    }

    It 'returns them by id, by a filter, and in each form' {
        (Get-OpsLogRecord a -AsOf $moment).n | Should -Be 1
        (Get-OpsLogRecord -LiteralId b -AsOf $moment).n | Should -Be 2
        ('a', 'b' | Get-OpsLogRecord -AsOf $moment).n | Should -Be 1, 2
        (Get-OpsLogRecord '*' -AsOf $moment).n | Should -Be 1, 2
        (Get-OpsLogRecord n -GT 1 -AsOf $moment).OpsLogId | Should -Be b
        (Get-OpsLogRecord { $_.n -eq 1 } -AsOf $moment).OpsLogId | Should -Be a
        Get-OpsLogRecord -AsOf $moment -First 1 -Skip 1 -AsJson | Should -BeLike '*"n":2*'
        (Get-OpsLogRecord -AsOf $moment -AsHashtable)[0]['status'] | Should -Be new
        Get-ErrorId { Get-OpsLogRecord c -AsOf $moment } | Should -Be RecordNotFound
    }

    It 'counts and calculates' {
        (Measure-OpsLogRecord -AsOf $moment).Count | Should -Be 2
        (Measure-OpsLogRecord status -EQ new -AsOf $moment -Sum n).Sum | Should -Be 3
        (Measure-OpsLogRecord -AsOf $moment -GroupBy status).Count | Should -Be 2
        (Measure-OpsLogRecord status -EQ new -Sum n).Sum | Should -Be 3
        (Measure-OpsLogRecord status -EQ done).Count | Should -Be 1
    }

    It 'does not use an index, which has the values of now' {
        New-OpsLogIndex status
        (Get-OpsLogRecord status -EQ new -AsOf $moment).OpsLogId | Should -Be a, b
        (Measure-OpsLogRecord status -EQ new -AsOf $moment).Count | Should -Be 2
    }

    It 'takes an operation, a step and an age' {
        $operations = Get-OpsLogOperation
        (Get-OpsLogRecord -AsOf $operations[0]).OpsLogId | Should -Be a
        (Get-OpsLogRecord -AsOf $operations[2] | ForEach-Object { "$($_.OpsLogId)=$($_.n)" }) | Should -Be 'a=10', 'b=2'
        (Get-OpsLogRecord -AsOf $operations[1].Step).n | Should -Be 1, 2
        (Get-OpsLogRecord -AsOf 00:00:00).OpsLogId | Should -Be a, c
    }

    It 'includes all of a batch or nothing' {
        Invoke-OpsLogBatch { Set-OpsLogRecord a @{ n = 11 }; Set-OpsLogRecord d @{ n = 12 } }
        $batch = Get-OpsLogOperation -Last 2
        (Get-OpsLogRecord -AsOf $batch[0]).OpsLogId | Should -Be a, c, d
        (Get-OpsLogRecord -AsOf (Get-OpsLogOperation c)).n | Should -Be 10, 3
    }

    It 'reaches across checkpoints, closes and undos, in a store that is open for reading too' {
        Invoke-OpsLogCompaction
        $null = Undo-OpsLogOperation -Count 2
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -ReadOnly
        (Get-OpsLogRecord -AsOf $moment | ForEach-Object { "$($_.OpsLogId)=$($_.n)" }) | Should -Be 'a=1', 'b=2'
    }

    It 'has no records before the store was created' {
        Get-OpsLogRecord -AsOf ([datetime]'2020-01-01') | Should -BeNullOrEmpty
        (Measure-OpsLogRecord -AsOf ([datetime]'2020-01-01')).Count | Should -Be 0
    }

    It 'refuses a moment before the kept history, and names the earliest' {
        Invoke-OpsLogCompaction
        $null = Remove-OpsLogHistory -Keep 0 -Confirm:$false
        Get-ErrorId { Get-OpsLogRecord -AsOf $moment } | Should -Be HistoryNotKept
        "$($Error[0])" | Should -BeLike '*begins at 20*'
        Get-ErrorId { Get-OpsLogRecord -AsOf ([datetime]'2020-01-01') } | Should -Be HistoryNotKept
    }

    It 'refuses a step that is not there, and what is no moment' {
        Get-ErrorId { Get-OpsLogRecord -AsOf 'ops/ops-1.jsonl:5' } | Should -Be HistoryNoStep
        { Get-OpsLogRecord -AsOf 5 } | Should -Throw '*is not a moment*'
        { Get-OpsLogRecord -AsOf 'nonsense' } | Should -Throw '*is not a moment*'
    }

    It 'is an error if the log does not lead to the records of now' {
        Invoke-OpsLogCompaction
        Close-OpsLogStore
        $kept = Get-ChildItem (Join-Path $path ops) -Filter *.jsonl | Sort-Object Name | Select-Object -First 1
        # Without its checksum, a line is one of another program.
        $text = [IO.File]::ReadAllText($kept.FullName) -replace '"n":10(?=[,}])', '"n":77' -replace ',"crc":"[0-9a-f]+"', ''
        [IO.File]::WriteAllText($kept.FullName, $text)
        $null = Open-OpsLogStore $path -ReadOnly
        Get-ErrorId { Get-OpsLogRecord -AsOf $moment } | Should -Be HistoryContradictory
        "$($Error[0])" | Should -BeLike "*record 'a' is not what the operation left*"
    }

    It 'refuses what has no earlier moments: <Name>' -ForEach @(
        @{ Name = 'a segment'; Do = { Get-OpsLogRecord -AsOf $moment -Segment s } }
        @{ Name = 'the archive'; Do = { Get-OpsLogRecord -AsOf $moment -IncludeArchive } }
        @{ Name = 'the archive, counted'; Do = { Measure-OpsLogRecord -AsOf $moment -IncludeArchive } }
        @{ Name = 'information'; Do = { Get-OpsLogRecord -AsOf $moment -WithInfo } }
    ) {
        Get-ErrorId $Do | Should -Be ConflictingParameters
    }

    It 'is refused in a batch' {
        Get-ErrorId { Invoke-OpsLogBatch { Get-OpsLogRecord -AsOf $moment } } | Should -Be NotInBatch
    }
}

Describe 'Restore-OpsLogRecord from the history' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        'a', 'b' | ForEach-Object { @{ id = $_; n = 1; status = 'old' } } | Set-OpsLogRecord -IdProperty id
        Start-Sleep -Milliseconds 5
        $moment = [datetime]::Now
        Start-Sleep -Milliseconds 5
        Set-OpsLogRecord a @{ n = 2; status = 'new' }
        Remove-OpsLogRecord b
        Set-OpsLogRecord c @{ n = 3; status = 'new' }
    }
    AfterEach { Close-TestStore }

    It 'makes all records what they were, in one step that an undo takes back' {
        Restore-OpsLogRecord -AsOf $moment -Comment 'back to Friday'
        (Get-OpsLogRecord | ForEach-Object { "$($_.OpsLogId)=$($_.n)" }) | Should -Be 'a=1', 'b=1'
        Compare-OpsLogStore $moment | Should -BeNullOrEmpty
        (Get-OpsLogOperation -Last 3).Batch | Should -Be 1/3, 2/3, 3/3
        (Get-OpsLogOperation -Last 1).Comment | Should -Be 'back to Friday'
        Undo-OpsLogOperation | Should -HaveCount 3
        (Get-OpsLogRecord | ForEach-Object { "$($_.OpsLogId)=$($_.n)" }) | Should -Be 'a=2', 'c=3'
    }

    It 'restores the selected records only: <Name>' -ForEach @(
        @{ Name = 'by id'; Do = { Restore-OpsLogRecord b -AsOf $moment -PassThru }; Left = 'a=2', 'b=1', 'c=3'; Returned = 'b' }
        @{ Name = 'by the values of then'; Do = { Restore-OpsLogRecord status -EQ old -AsOf $moment -PassThru }; Left = 'a=1', 'b=1', 'c=3'; Returned = 'a', 'b' }
        @{ Name = 'by a script'; Do = { Restore-OpsLogRecord { $_.OpsLogId -eq 'c' } -AsOf $moment -PassThru }; Left = @('a=2'); Returned = $null }
        @{ Name = 'from the pipeline'; Do = { 'a' | Restore-OpsLogRecord -AsOf $moment -PassThru }; Left = 'a=1', 'c=3'; Returned = 'a' }
    ) {
        (& $Do).OpsLogId | Should -Be $Returned
        (Get-OpsLogRecord | ForEach-Object { "$($_.OpsLogId)=$($_.n)" } | Sort-Object) | Should -Be $Left
    }

    It 'restores the version that an operation left' {
        (Get-OpsLogOperation a | Select-Object -First 1 | Restore-OpsLogRecord -PassThru -Comment undo).n | Should -Be 1
        (Get-OpsLogRecord a).status | Should -Be old
        (Get-OpsLogOperation -Last 1).Comment | Should -Be undo
        $null = Undo-OpsLogOperation
        (Get-OpsLogRecord a).n | Should -Be 2
    }

    It 'writes nothing where nothing differs' {
        $before = @(Get-OpsLogOperation).Count
        Restore-OpsLogRecord -AsOf ([datetime]::Now)
        Get-OpsLogOperation a | Select-Object -Last 1 | Restore-OpsLogRecord
        @(Get-OpsLogOperation).Count | Should -Be $before
        $null | Select-Object -First 0 | Restore-OpsLogRecord -AsOf $moment
        @(Get-OpsLogOperation).Count | Should -Be $before
    }

    It 'says what it would do' {
        $before = Get-StoreContent $path
        Restore-OpsLogRecord -AsOf $moment -WhatIf
        Get-OpsLogOperation a | Select-Object -First 1 | Restore-OpsLogRecord -WhatIf
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'refuses what has no version, several versions, and what contradicts itself' {
        Get-ErrorId { Get-OpsLogOperation b | Select-Object -Last 1 | Restore-OpsLogRecord } | Should -Be NoVersion
        Get-ErrorId { Get-OpsLogOperation a | Restore-OpsLogRecord } | Should -Be DuplicateId
        Get-ErrorId { Restore-OpsLogRecord nosuch -AsOf $moment } | Should -Be RecordNotFound
        Get-ErrorId { Restore-OpsLogRecord a -AsOf $moment -Segment s } | Should -Be ConflictingParameters
        Get-ErrorId { Restore-OpsLogRecord a -AsOf $moment -Force } | Should -Be ConflictingParameters
        (Get-OpsLogRecord | ForEach-Object { "$($_.OpsLogId)=$($_.n)" }) | Should -Be 'a=2', 'c=3'
    }
}
