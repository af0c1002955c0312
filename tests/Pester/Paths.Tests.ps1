# Where a path leads: from the location of the shell, never from the directory of the process.

BeforeDiscovery {
    $separators = @(
        @{ given = 'plain'; expected = 'plain' }
        @{ given = './dot'; expected = 'dot' }
        @{ given = '../beside'; expected = '../beside' }
        @{ given = 'a/b/../c'; expected = 'a/c' }
        @{ given = 'back\slash'; expected = 'back/slash' }
        @{ given = '.\back'; expected = 'back' }
        @{ given = 'trailing/'; expected = 'trailing' }
        @{ given = 'FileSystem::relative'; expected = 'relative' }
        @{ given = 'FileSystem::./relative'; expected = 'relative' }
        @{ given = 'FileSystem::relative\deep'; expected = 'relative/deep' }
        @{ given = 'Microsoft.PowerShell.Core\FileSystem::relative'; expected = 'relative' }
        @{ given = 'opslog-drive:x'; expected = '../drive/x' }
        @{ given = 'opslog-drive:\x\y'; expected = '../drive/x/y' }
        @{ given = 'opslog-drive:/'; expected = '../drive' }
    )
    $shares = '\\server\share\x', '\\server', 'FileSystem::\\server\share\x'
}

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'A path' {
    BeforeEach {
        $base = New-TestStorePath 'base'
        $here, $drive, $process = 'here', 'drive', 'process' | ForEach-Object { (New-Item -ItemType Directory (Join-Path $base $_)).FullName }
        $null = New-PSDrive -Name opslog-drive -PSProvider FileSystem -Root $drive -Scope Global
        $processBefore = [Environment]::CurrentDirectory
        Push-Location -LiteralPath $here
        [Environment]::CurrentDirectory = $process
    }
    AfterEach {
        Close-TestStore
        Pop-Location
        Remove-PSDrive opslog-drive -Scope Global
        Get-ChildItem -LiteralPath $process | Should -BeNullOrEmpty
        [Environment]::CurrentDirectory = $processBefore
    }

    It 'leads from the location: <given>' -ForEach $separators {
        $full = [IO.Path]::GetFullPath($expected, $here)
        (Open-OpsLogStore $given).Path | Should -BeExactly $full
        Join-Path $full manifest.json | Should -Exist
        (Get-OpsLogRecord -Store $given) | Should -BeNullOrEmpty
        Set-OpsLogRecord -Store $full a @{ n = 1 }
        (Backup-OpsLogStore (Join-Path $base copy) -LiteralPath $given).Records | Should -Be 1
        Close-OpsLogStore $given
        Test-OpsLogStore $given | Should -BeNullOrEmpty
        (Open-OpsLogStore -LiteralPath $given).Records | Should -Be 1
    }

    It 'leads from the location of the file system while the shell is elsewhere' {
        Set-Location env:
        (Open-OpsLogStore FileSystem::relative).Path | Should -BeExactly (Join-Path $here relative)
    }

    It 'is PathNotSupported: the share of Windows <_>, where nothing is made' -Skip:$IsWindows -ForEach $shares {
        foreach ($do in { Open-OpsLogStore $_ }, { Open-OpsLogStore -LiteralPath $_ }, { Test-OpsLogStore $_ }, { Backup-OpsLogStore copy -Path $_ }, { Backup-OpsLogStore $_ -Path . }) {
            Get-ErrorId $do | Should -Be PathNotSupported
            $Error[0].CategoryInfo.Category | Should -Be InvalidArgument
            $Error[0].ToString() | Should -BeLike '*Mount the share*'
        }
        Get-ErrorId { Get-OpsLogRecord -Store $_ } | Should -Be ParameterArgumentTransformationError
        Get-ChildItem -LiteralPath $here | Should -BeNullOrEmpty
        Test-Path -LiteralPath /server | Should -BeFalse
    }

    It 'is PathNotSupported: a path with a null character' {
        foreach ($do in { Open-OpsLogStore "a`0b" }, { Open-OpsLogStore -LiteralPath "a`0b" }, { Test-OpsLogStore "a`0b" }, { Backup-OpsLogStore "a`0b" -Path . }) {
            Get-ErrorId $do | Should -Be PathNotSupported
            "$($Error[0])" | Should -BeLike '*a``0b*null character*'
        }
    }

    It 'is the error of the shell: a drive or provider that is not there' {
        Get-ErrorId { Open-OpsLogStore nodrive:x } | Should -Be DriveNotFound
        Get-ErrorId { Open-OpsLogStore NoProvider::x } | Should -Be ProviderNotFound
    }
}

Describe 'A path with brackets' {
    BeforeEach {
        $base = (New-Item -ItemType Directory (New-TestStorePath 'base')).FullName
        Push-Location -LiteralPath $base
        Close-OpsLogStore (Open-OpsLogStore 'a b')
    }
    AfterEach {
        Close-TestStore
        Pop-Location
    }

    It 'means the place of exactly that name, where there is one' {
        Close-OpsLogStore (Open-OpsLogStore -LiteralPath 'a [b]')
        (Open-OpsLogStore 'a [b]').Path | Should -BeExactly (Join-Path $base 'a [b]')
        Set-OpsLogRecord x @{ n = 1 }
        (Get-OpsLogRecord -Store 'a [b]').n | Should -Be 1
        (Backup-OpsLogStore copy -Path 'a [b]').Records | Should -Be 1
        Close-OpsLogStore
        Test-OpsLogStore 'a [b]' | Should -BeNullOrEmpty
        (Open-OpsLogStore 'a `[b`]').Path | Should -BeExactly (Join-Path $base 'a [b]')
    }

    It 'is a pattern where there is none' {
        (Open-OpsLogStore 'a [b]').Path | Should -BeExactly (Join-Path $base 'a b')
    }

    It 'is PathAmbiguous: <_>' -ForEach 'zz[b', '[', 'none-[ab]', 'no/where/*' {
        Get-ErrorId { Open-OpsLogStore $_ } | Should -Be PathAmbiguous
        $Error[0].ToString() | Should -BeLike '*match 0 folders*-LiteralPath*'
        Get-ChildItem -LiteralPath $base | Should -HaveCount 1
    }
}

Describe 'A store object from another process' {
    AfterEach { Close-TestStore }

    It 'is refused with a way out: $using:store in Start-Job' {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Agent a
        # Start-Job does no more than this with the variable.
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($store))
        Get-ErrorId { Get-OpsLogRecord -Store $copy } | Should -Be ParameterArgumentTransformationError
        $Error[0].ToString() | Should -BeLike "*$path*another process*Open the store in this process*-ReadOnly*-Agent*"
        Get-ErrorId { $copy | Close-OpsLogStore } | Should -Be ParameterArgumentTransformationError
        # The way out.
        (Open-OpsLogStore -LiteralPath $copy.Path -ReadOnly).Records | Should -Be 0
    }

    It 'is refused with what -Store takes: a value that is none' {
        $null = Open-OpsLogStore (New-TestStorePath)
        Get-ErrorId { Get-OpsLogRecord -Store 5 } | Should -Be ParameterArgumentTransformationError
        $Error[0].ToString() | Should -BeLike '*Open-OpsLogStore returned*'
    }
}

Describe 'Open-OpsLogStore from the pipeline' {
    AfterEach { Close-TestStore }

    It 'opens the folders and the paths that are piped to it' {
        $root = New-Item -ItemType Directory (Join-Path $TestDrive 'piped [x]')
        'a', 'b' | ForEach-Object { (Open-OpsLogStore -LiteralPath (Join-Path $root $_)).Path } | Should -Be (Join-Path $root a), (Join-Path $root b)
        Get-OpsLogStore | Close-OpsLogStore
        (Join-Path $root a), (Join-Path $root b) | Open-OpsLogStore -MustExist | ForEach-Object { Split-Path $_.Path -Leaf } | Should -Be a, b
        Get-OpsLogStore | Close-OpsLogStore
        $opened = Get-ChildItem -LiteralPath $root -Directory | Open-OpsLogStore -MustExist -ReadOnly
        $opened.Path | Should -Be (Join-Path $root a), (Join-Path $root b)
        Get-OpsLogStore | Close-OpsLogStore
        ([IO.DirectoryInfo](Join-Path $root a) | Open-OpsLogStore -MustExist).Path | Should -Be (Join-Path $root a)
        (Resolve-Path -LiteralPath (Join-Path $root b) | Open-OpsLogStore -MustExist).Path | Should -Be (Join-Path $root b)
    }

    It 'refuses an object that is no folder, and makes nothing' {
        $null = Open-OpsLogStore (New-TestStorePath)
        Set-OpsLogRecord r @{ Path = 'elsewhere' }
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive empty))
        try {
            Get-OpsLogRecord | Open-OpsLogStore -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $errors[0].Exception.Message | Should -BeLike '*is not the folder of a store. Specify a path, or pipe a path or a folder to the cmdlet.'
            @() | Open-OpsLogStore | Should -BeNullOrEmpty
            Get-ChildItem | Should -BeNullOrEmpty
        }
        finally { Pop-Location }
    }
}
