# Who made a change, and why.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Authors and comments' {
    BeforeEach { $path = New-TestStorePath }
    AfterEach { Close-TestStore }

    It 'has the user and the host as the author by default' {
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        $expected = $IsWindows ? "$([Environment]::UserDomainName)\$([Environment]::UserName)" : "$([Environment]::UserName)@$([Environment]::MachineName)"
        $store.Author | Should -Be $expected
        (Get-OpsLogOperation).Author | Should -Be $expected
    }

    It 'has the author of -Author, or none' {
        $store = Open-OpsLogStore $path -Durability OperatingSystem -Author 'ann, by the portal'
        Set-OpsLogRecord a @{ n = 1 }
        Close-OpsLogStore
        $store = Open-OpsLogStore $path -Durability OperatingSystem -Author ''
        $store.Author | Should -BeNullOrEmpty
        Set-OpsLogRecord b @{ n = 1 }
        (Get-OpsLogOperation).Author | Should -Be 'ann, by the portal', $null
    }

    It 'keeps the comment of each cmdlet that changes records' {
        $null = Open-OpsLogStore $path -Durability OperatingSystem
        'a', 'b' | ForEach-Object { @{ id = $_; n = 1 } } | Set-OpsLogRecord -IdProperty id -Comment set
        'c', 'd' | ForEach-Object { @{ id = $_; n = 1 } } | Set-OpsLogRecord -IdProperty id -Atomic -Comment atomic
        Remove-OpsLogRecord d -Comment removed
        Invoke-OpsLogBatch { Set-OpsLogRecord e @{}; Remove-OpsLogRecord c } -Comment batch
        $null = Invoke-OpsLogArchive a -Segment s -Comment archived
        Restore-OpsLogRecord a -Segment s -Comment restored
        $null = Undo-OpsLogOperation -Comment undone
        Set-OpsLogRecord f @{}
        (Get-OpsLogOperation).Comment | Should -Be set, set, atomic, atomic, removed, batch, batch, archived, restored, undone, $null
    }

    It 'selects by author and by comment, with wildcards and without regard to case' {
        $null = Open-OpsLogStore $path -Durability OperatingSystem -Author 'Ann [ops]'
        Set-OpsLogRecord a @{ n = 1 } -Comment 'Ticket 4711: more load'
        Set-OpsLogRecord b @{ n = 1 }
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -Durability OperatingSystem -Author bob
        Set-OpsLogRecord c @{ n = 1 } -Comment 'ticket 4712'
        (Get-OpsLogOperation -Author 'ann [[]ops]').OpsLogId | Should -BeNullOrEmpty
        (Get-OpsLogOperation -Author 'ann [ops]').OpsLogId | Should -Be a, b
        (Get-OpsLogOperation -Author 'ann*', BOB).OpsLogId | Should -Be a, b, c
        (Get-OpsLogOperation -Comment 'ticket*').OpsLogId | Should -Be a, c
        (Get-OpsLogOperation -Comment 'ticket*' -Author bob -Last 5).OpsLogId | Should -Be c
        (Get-OpsLogOperation -Author 'a*' -Last 1).OpsLogId | Should -Be b
        (Get-OpsLogOperation -Author none).OpsLogId | Should -BeNullOrEmpty
    }

    It 'says who changed a record last' {
        $null = Open-OpsLogStore $path -Durability OperatingSystem -Author ann
        Set-OpsLogRecord a @{ n = 1 }
        (Get-OpsLogRecord a -WithInfo).OpsLogInfo.Author | Should -Be ann
        (Get-OpsLogRecord a -WithInfo).OpsLogInfo.ToString() | Should -BeLike '* by ann'
    }

    It 'changes nothing if a comment is refused in a batch' {
        $null = Open-OpsLogStore $path -Durability OperatingSystem
        { Invoke-OpsLogBatch { Set-OpsLogRecord a @{}; Remove-OpsLogRecord a -Comment why } } | Should -Throw '*a batch has one comment*' -ErrorId 'CommentInBatch,*'
        Get-OpsLogOperation | Should -BeNullOrEmpty
    }
}
