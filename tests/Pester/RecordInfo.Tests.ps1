# Get-OpsLogRecord -WithInfo: when records were created and last changed.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Get-OpsLogRecord -WithInfo' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        Set-OpsLogRecord b @{ n = 2 }
        Start-Sleep -Milliseconds 20
        Set-OpsLogRecord a @{ n = 3 }
        $log = @(Get-OpsLogOperation)
    }
    AfterEach { Close-TestStore }

    It 'adds the times of the first and the last operation, for one id and for all' {
        foreach ($record in (Get-OpsLogRecord a -WithInfo), (Get-OpsLogRecord -WithInfo)[0], (Get-OpsLogRecord n -EQ 3 -WithInfo)) {
            $record.OpsLogInfo.Created | Should -Be $log[0].Time
            $record.OpsLogInfo.Changed | Should -Be $log[2].Time
            $record.OpsLogInfo.Agent | Should -BeNullOrEmpty
            $record.OpsLogInfo.Author | Should -Be (Get-OpsLogStore).Author
            $record.n | Should -Be 3
        }
        "$((Get-OpsLogRecord b -WithInfo).OpsLogInfo)" | Should -Be ('created {0:u}, changed {0:u} by {1}' -f $log[1].Time, (Get-OpsLogStore).Author)
    }

    It 'does not store the information, in any form of the record' {
        Get-OpsLogRecord -WithInfo | ForEach-Object { $_.n += 10; $_ } | Set-OpsLogRecord
        Get-OpsLogRecord -WithInfo -AsHashtable | Set-OpsLogRecord -IfDifferent
        Get-OpsLogRecord -WithInfo | Select-Object * | Set-OpsLogRecord -IfDifferent
        $serializer = [Management.Automation.PSSerializer]
        $serializer::Deserialize($serializer::Serialize(@(Get-OpsLogRecord -WithInfo))) | Set-OpsLogRecord -IfDifferent
        Set-OpsLogRecord holder @{ inner = (Get-OpsLogRecord a -WithInfo | Select-Object n, OpsLogInfo) }
        Get-OpsLogRecord a, b, holder -AsJson | Should -Be '{"n":13}', '{"n":12}', '{"inner":{"n":13}}'
        @(Get-OpsLogOperation).Count | Should -Be 6
    }

    It 'counts a record that was removed and created again from then, and one that was archived and restored as the same' {
        Remove-OpsLogRecord a
        Set-OpsLogRecord a @{ n = 9 }
        Invoke-OpsLogArchive b -Segment old
        (Get-OpsLogRecord b -Segment old -WithInfo).OpsLogInfo.Changed | Should -Be $log[1].Time
        Restore-OpsLogRecord b -Segment old
        (Get-OpsLogRecord b -WithInfo).OpsLogInfo.Created | Should -Be $log[1].Time
        (Get-OpsLogRecord a -WithInfo).OpsLogInfo.Created | Should -Be (Get-OpsLogOperation a -Last 1).Time
    }

    It 'names the agent, and leaves out what the kept history does not contain' {
        Invoke-OpsLogCompaction
        Close-OpsLogStore
        Remove-Item (Join-Path $path ops *) -Include "$(Split-Path $log[0].Log -Leaf)"
        $null = Open-OpsLogStore $path -Agent web -Durability OperatingSystem
        Set-OpsLogRecord b @{ n = 5 }
        $a, $b = Get-OpsLogRecord a, b -WithInfo
        $a.OpsLogInfo.Changed | Should -BeNullOrEmpty
        $b.OpsLogInfo.Agent | Should -Be web
        $b.OpsLogInfo.Created | Should -BeNullOrEmpty
        $b.OpsLogInfo.Changed | Should -Be (Get-OpsLogOperation b -Last 1).Time
    }

    It 'finds the operation that set the value of the record, and no other' {
        Invoke-OpsLogArchive b -Segment old
        Start-Sleep -Milliseconds 20
        Set-OpsLogRecord b @{ n = 20 }
        $again = Get-OpsLogOperation b -Last 1
        (Get-OpsLogRecord b -Segment old -WithInfo).OpsLogInfo.Created | Should -Be $log[1].Time
        (Get-OpsLogRecord b -WithInfo).OpsLogInfo.Created | Should -Be $again.Time
        Start-Sleep -Milliseconds 20
        Restore-OpsLogRecord b -Segment old -Force
        (Get-OpsLogRecord b -WithInfo).OpsLogInfo.Changed | Should -Be (Get-OpsLogOperation b -Last 1).Time
        Invoke-OpsLogBatch {
            Set-OpsLogRecord b @{ n = 30 }
            (Get-OpsLogRecord b -WithInfo).OpsLogInfo.Changed | Should -BeNullOrEmpty
        }
    }

    It 'does not count an undo that lost to another agent, however the record is selected' {
        Close-OpsLogStore
        $a = Open-OpsLogStore $path -Agent a -Durability OperatingSystem
        $b = Open-OpsLogStore $path -Agent b -Durability OperatingSystem
        Set-OpsLogRecord x @{ v = 'a' } -Store $a
        Update-OpsLogStore -Store $b
        Set-OpsLogRecord x @{ v = 'b' } -Store $b
        Update-OpsLogStore -Store $a
        Start-Sleep -Milliseconds 20
        Set-OpsLogRecord q @{ v = 1 } -Store $a
        $null = Undo-OpsLogOperation -Count 2 -Store $a -WarningAction SilentlyContinue
        foreach ($record in (Get-OpsLogRecord x -WithInfo -Store $a), ('x' | Get-OpsLogRecord -WithInfo -Store $a), (Get-OpsLogRecord v -EQ b -WithInfo -Store $a)) {
            $record.OpsLogInfo.Agent | Should -Be b
        }
    }

    It 'is an error with -AsJson, and for a record with a property of this name' {
        { Get-OpsLogRecord a -WithInfo -AsJson } | Should -Throw -ErrorId 'ConflictingForms,*'
        Set-OpsLogRecord own @{ opsloginfo = 'mine' }
        Get-OpsLogRecord own, a -WithInfo -ErrorVariable errors -ErrorAction SilentlyContinue | ForEach-Object OpsLogId | Should -Be a
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'ReservedName,*'
        (Get-OpsLogRecord own).opsloginfo | Should -Be mine
    }
}
