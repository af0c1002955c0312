# What differs between two moments of a store, and between two stores.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Format-Difference {
        <# One line for each difference, sorted. #>
        @($input | ForEach-Object { "$($_.Change) $($_.OpsLogId) $($_.Changes -join ', ')" }) | Sort-Object
    }
}

Describe 'Compare-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a ([ordered]@{ n = 1; owner = [ordered]@{ name = 'ann'; room = 1 } })
        Set-OpsLogRecord b @{ n = 2 }
        Set-OpsLogRecord same @{ n = 5 }
        Start-Sleep -Milliseconds 5
        $first = [datetime]::Now
        Start-Sleep -Milliseconds 5
        Set-OpsLogRecord a ([ordered]@{ n = 1; owner = [ordered]@{ name = 'bob' }; new = $true })
        Remove-OpsLogRecord b
        Start-Sleep -Milliseconds 5
        $second = [datetime]::Now
        Start-Sleep -Milliseconds 5
        Set-OpsLogRecord c @{ n = 3 }
        $changes = 'Changed a owner.name=bob, -owner.room, new=true'
    }
    AfterEach { Close-TestStore }

    It 'compares a moment with now' {
        Compare-OpsLogStore $first | Format-Difference | Should -Be 'Added c n=3', $changes, 'Removed b -n'
        Compare-OpsLogStore -Since $second | Format-Difference | Should -Be 'Added c n=3'
        Compare-OpsLogStore 00:00:00 | Should -BeNullOrEmpty
    }

    It 'compares two moments, in either order' {
        Compare-OpsLogStore $first $second | Format-Difference | Should -Be $changes, 'Removed b -n'
        Compare-OpsLogStore $second $first | Format-Difference | Should -Be 'Added b n=2', 'Changed a owner.name=ann, owner.room=1, -new'
        Compare-OpsLogStore (Get-OpsLogOperation -Last 1) | Should -BeNullOrEmpty
    }

    It 'returns the values before and after' {
        $difference = Compare-OpsLogStore $first -Id a
        $difference.Before.owner.name | Should -Be ann
        $difference.After.owner.name | Should -Be bob
        $difference.Changes[1].Property | Should -Be owner.room
        $difference.Changes[1].Before | Should -Be 1
        $difference.Changes[1].After | Should -BeNullOrEmpty
    }

    It 'compares the selected records only' {
        (Compare-OpsLogStore $first -Id 'a*', c).OpsLogId | Should -Be a, c
        Compare-OpsLogStore $first -Id none | Should -BeNullOrEmpty
    }

    It 'compares two stores' {
        $copy = New-TestStorePath
        $null = Backup-OpsLogStore $copy
        Compare-OpsLogStore -ReferencePath $copy | Should -BeNullOrEmpty
        Set-OpsLogRecord c @{ n = 4 }
        $before = Get-StoreContent $copy
        Compare-OpsLogStore -ReferencePath $copy | Format-Difference | Should -Be 'Changed c n=4'
        Get-StoreContent $copy | Should -BeExactly $before
        Close-OpsLogStore
        Compare-OpsLogStore -ReferencePath $path -DifferencePath $copy | Format-Difference | Should -Be 'Changed c n=3'
    }

    It 'compares with the changes of a batch' {
        $copy = New-TestStorePath
        $null = Backup-OpsLogStore $copy
        Invoke-OpsLogBatch { Set-OpsLogRecord d @{ n = 9 }; Compare-OpsLogStore -ReferencePath $copy } | Format-Difference | Should -Be 'Added d n=9'
    }

    It 'shows a table' {
        $text = Compare-OpsLogStore $first | Format-Table | Out-String -Width 80
        $text | Should -Match 'Changed +a +owner.name=bob'
    }

    It 'has no records before the store was created' {
        (Compare-OpsLogStore ([datetime]'2020-01-01')).Change | Should -Be Added, Added, Added
    }

    It 'refuses two second stores, a store that is missing, and a moment that is not kept' {
        Get-ErrorId { Compare-OpsLogStore -ReferencePath $path -DifferencePath $path -Store $store } | Should -Be ConflictingParameters
        Get-ErrorId { Compare-OpsLogStore -ReferencePath (New-TestStorePath) } | Should -Be StoreNotFound
        Invoke-OpsLogCompaction
        $null = Remove-OpsLogHistory -Keep 0 -Confirm:$false
        Get-ErrorId { Compare-OpsLogStore $first } | Should -Be HistoryNotKept
    }
}
