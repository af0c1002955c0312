# Set-OpsLogBlob, Get-OpsLogBlob and Remove-OpsLogBlob: files beside the records.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    $bytes = [byte[]](0..255) * 40
}

Describe 'A blob' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        $files = (New-Item -ItemType Directory (New-TestStorePath 'files')).FullName
        [IO.File]::WriteAllBytes("$files/a.bin", $bytes)
        Set-Content "$files/b.txt" 'text' -NoNewline
    }
    AfterEach { Close-TestStore }

    It 'is written from a file, listed, and read as bytes, text and file' {
        Set-OpsLogBlob -Path "$files/a.bin" | Should -BeNullOrEmpty
        $written = Set-OpsLogBlob manual.txt -Path "$files/b.txt" -PassThru
        "$written" | Should -Be manual.txt
        $blobs = Get-OpsLogBlob
        $blobs.Name | Should -Be a.bin, manual.txt
        $blobs | ForEach-Object Length | Should -Be 10240, 4
        $blobs[0].Store | Should -Be $store
        $blobs[0].FullName | Should -Be (Join-Path $path blobs a.bin)
        $blobs[0].LastWriteTime | Should -BeGreaterThan (Get-Date).AddMinutes(-5)
        $blobs[0].LastWriteTime | Should -BeLessThan (Get-Date).AddMinutes(5)
        $read = Get-OpsLogBlob a.bin -AsByteStream
        $read -is [byte[]] | Should -BeTrue
        [Convert]::ToHexString($read) | Should -Be ([Convert]::ToHexString($bytes))
        Get-OpsLogBlob manual.txt -Raw | Should -BeExactly 'text'
        $copy = Get-OpsLogBlob a.bin -Destination "$files/copy.bin"
        $copy.FullName | Should -Be (Get-Item "$files/copy.bin").FullName
        (Get-FileHash "$files/copy.bin").Hash | Should -Be (Get-FileHash "$files/a.bin").Hash
        [IO.File]::ReadAllBytes("$path/blobs/manual.txt") | Should -Be ([Text.Encoding]::UTF8.GetBytes('text'))
        Remove-OpsLogBlob a.bin | Should -BeNullOrEmpty
        (Get-OpsLogBlob).Name | Should -Be manual.txt
        Test-Path "$path/blobs/a.bin" | Should -BeFalse
    }

    It 'is written from text and bytes: <name>' -ForEach @(
        @{ name = 'text'; value = { "äöü`n" }; expected = 'C3A4C3B6C3BC0A' }
        @{ name = 'no text'; value = { '' }; expected = '' }
        @{ name = 'bytes'; value = { , [byte[]](1, 2, 255) }; expected = '0102FF' }
        @{ name = 'no bytes'; value = { , [byte[]]@() }; expected = '' }
        @{ name = 'bytes of a file'; value = { , @(Get-Content "$files/b.txt" -AsByteStream) }; expected = '74657874' }
    ) {
        $content = & $value
        Set-OpsLogBlob x -Value $content
        [Convert]::ToHexString([byte[]](Get-OpsLogBlob x -AsByteStream)) | Should -Be $expected
    }

    It 'is read in part' {
        Set-OpsLogBlob x -Value '0123456789'
        Get-OpsLogBlob x -Raw -Offset 2 -Length 3 | Should -BeExactly '234'
        Get-OpsLogBlob x -Raw -Offset 8 | Should -BeExactly '89'
        Get-OpsLogBlob x -Raw -Offset 8 -Length 1GB | Should -BeExactly '89'
        Get-OpsLogBlob x -Raw -Offset 100 | Should -BeExactly ''
        (Get-OpsLogBlob x -AsByteStream -Length 2).Count | Should -Be 2
        $null = Get-OpsLogBlob x -Destination "$files/part" -Offset 3 -Length 4
        Get-Content -Raw "$files/part" | Should -BeExactly '3456'
        { Get-OpsLogBlob x -Raw -Offset -1 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'takes files from the pipeline, and goes on after one that it can''t take' {
        Set-Content "$files/my photo.jpg" x
        $null = New-Item -ItemType Directory "$files/folder"
        Get-ChildItem $files | Set-OpsLogBlob -ErrorAction SilentlyContinue -ErrorVariable failed
        (Get-OpsLogBlob).Name | Should -Be a.bin, b.txt
        $failed.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be InvalidName, Storage
        Get-Item "$files/my photo.jpg" | Set-OpsLogBlob -Name photo.jpg
        (Get-OpsLogBlob p*).Name | Should -Be photo.jpg
    }

    It 'takes files by a pattern and a literal path' {
        Set-Content -LiteralPath "$files/[c].txt" x
        Set-OpsLogBlob -Path "$files/?.*"
        (Get-OpsLogBlob).Name | Should -Be a.bin, b.txt
        Set-OpsLogBlob c -LiteralPath "$files/[c].txt"
        Push-Location $files
        try { Set-OpsLogBlob d -Path './[c].txt' } finally { Pop-Location }
        (Get-OpsLogBlob ?).Name | Should -Be c, d
    }

    It 'is copied to another store by the pipeline' {
        Get-ChildItem $files | Set-OpsLogBlob
        $other = Open-OpsLogStore (New-TestStorePath 'other')
        Get-OpsLogBlob -Store $store | Set-OpsLogBlob -Store $other -PassThru | ForEach-Object Store | Select-Object -Unique | Should -Be $other
        (Get-OpsLogBlob).Name | Should -Be a.bin, b.txt
        Get-OpsLogBlob b.txt -Raw | Should -BeExactly text
        Get-OpsLogBlob -Store $store a.* | Remove-OpsLogBlob
        (Get-OpsLogBlob -Store $store).Name | Should -Be b.txt
        (Get-OpsLogBlob -Store $other | Get-OpsLogBlob -Raw)[1] | Should -BeExactly text
    }

    It 'is found by wildcards, and by a name in any case where there is but one' {
        'Aa', 'ab', 'b' | ForEach-Object { Set-OpsLogBlob $_ -Value $_ }
        (Get-OpsLogBlob a*).Name | Should -Be Aa, ab
        (Get-OpsLogBlob aA).Name | Should -Be ($IsLinux ? 'Aa' : (Get-OpsLogBlob aA).Name)
        (Get-OpsLogBlob a?, b, ab).Name | Should -Be Aa, ab, b
        'b', 'ab' | Get-OpsLogBlob -Raw | Should -Be b, ab
        Get-OpsLogBlob x* | Should -BeNullOrEmpty
        Remove-OpsLogBlob x*
        Remove-OpsLogBlob a*
        (Get-OpsLogBlob).Name | Should -Be b
    }

    It 'is copied to files of their names in a folder, and overwrites no file without -Force' {
        Set-OpsLogBlob one -Value '1'
        Set-OpsLogBlob two -Value '2'
        (Get-OpsLogBlob -Destination $files).Name | Should -Be one, two
        Get-Content -Raw "$files/two" | Should -BeExactly '2'
        Set-OpsLogBlob two -Value '22'
        Get-ErrorId { Get-OpsLogBlob two -Destination "$files/two" } | Should -Be FileExists
        Get-ErrorId { Get-OpsLogBlob two -OutFile $files } | Should -Be FileExists
        Get-Content -Raw "$files/two" | Should -BeExactly '2'
        $null = Get-OpsLogBlob two -Destination "$files/two" -Force
        Get-Content -Raw "$files/two" | Should -BeExactly '22'

        # Not even then one over the other.
        Get-ErrorId { Get-OpsLogBlob -Destination "$files/both" -Force } | Should -Be FileExists
        Get-Content -Raw "$files/both" | Should -BeExactly '1'
    }

    It 'stays as it was in a batch that fails, because it is not part of it' {
        Get-ErrorId { Invoke-OpsLogBatch { Set-OpsLogBlob x -Value '1'; Set-OpsLogRecord x @{ blob = 'x' }; throw 'no' } } | Should -Be no
        Get-OpsLogBlob x -Raw | Should -BeExactly '1'
        Test-OpsLogRecord x | Should -BeFalse
        Get-OpsLogOperation | Should -BeNullOrEmpty
    }

    It 'is checked and copied with its store' {
        Set-OpsLogBlob x -Value 'kept'
        Set-OpsLogRecord a @{ blob = 'x' }
        $copy = New-TestStorePath 'copy'
        Get-WhatIf { Backup-OpsLogStore $copy } | Should -BeLike '*(4 files,*'
        (Backup-OpsLogStore $copy).Files | Should -Be 4
        Close-OpsLogStore
        Test-OpsLogStore $path | Should -BeNullOrEmpty
        Test-OpsLogStore $copy | Should -BeNullOrEmpty
        $null = Open-OpsLogStore $copy -ReadOnly
        Get-OpsLogBlob x -Raw | Should -BeExactly 'kept'
    }

    It 'says with -WhatIf what would be done, and does it not' {
        Set-OpsLogBlob x -Value '12345'
        Get-WhatIf { Set-OpsLogBlob -Path "$files/a.bin" } | Should -BeLike "*Write the blob 'a.bin' (10.0 KB)*"
        Get-WhatIf { Remove-OpsLogBlob * } | Should -BeLike "*Remove the blob 'x' (5 B)*"
        Get-ErrorId { Set-OpsLogBlob 'a b' -Value x -WhatIf } | Should -Be InvalidName
        Get-ErrorId { Set-OpsLogBlob -Path "$files/none" -WhatIf } | Should -Be Storage
        (Get-OpsLogBlob).Name | Should -Be x
    }

    It 'is refused with an error that leaves everything as it was: <id>: <name>' -ForEach @(
        @{ id = 'BlobNotFound'; name = 'no such blob'; do = { Get-OpsLogBlob nosuch } }
        @{ id = 'BlobNotFound'; name = 'no such blob to read'; do = { Get-OpsLogBlob nosuch -Raw } }
        @{ id = 'BlobNotFound'; name = 'no such blob to remove'; do = { Remove-OpsLogBlob nosuch } }
        @{ id = 'InvalidName'; name = 'a name that leads elsewhere'; do = { Get-OpsLogBlob ../manifest.json -Raw } }
        @{ id = 'InvalidName'; name = 'a name that leads elsewhere, to write'; do = { Set-OpsLogBlob ../manifest.json -Value x } }
        @{ id = 'InvalidName'; name = 'a name that leads elsewhere, to remove'; do = { Remove-OpsLogBlob ../manifest.json } }
        @{ id = 'InvalidName'; name = 'a folder'; do = { Set-OpsLogBlob folder/x -Value x } }
        @{ id = 'InvalidName'; name = 'a device'; do = { Set-OpsLogBlob NUL.txt -Value x } }
        @{ id = 'InvalidName'; name = 'another case'; do = { Set-OpsLogBlob KEPT -Value x } }
        @{ id = 'BlobContent'; name = 'a value that is an object'; do = { Set-OpsLogBlob x -Value @{ a = 1 } } }
        @{ id = 'BlobContent'; name = 'a value of lines'; do = { Set-OpsLogBlob x -Value 'a', 'b' } }
        @{ id = 'BlobContent'; name = 'a number'; do = { Set-OpsLogBlob x -Value 5 } }
        @{ id = 'Storage'; name = 'no such file'; do = { Set-OpsLogBlob -Path "$files/none" } }
        @{ id = 'Storage'; name = 'a folder as a file'; do = { Set-OpsLogBlob x -Path $files } }
        @{ id = 'PathAmbiguous'; name = 'a pattern that matches nothing'; do = { Set-OpsLogBlob -Path "$files/none*" } }
        @{ id = 'PathNotFileSystem'; name = 'another provider'; do = { Set-OpsLogBlob -Path Variable:PSHOME } }
        @{ id = 'ConflictingParameters'; name = 'one name for several files'; do = { Set-OpsLogBlob x -Path "$files/*" } }
        @{ id = 'AmbiguousParameterSet'; name = 'a part without a form'; do = { Get-OpsLogBlob kept -Offset 1 } }
    ) {
        Set-OpsLogBlob kept -Value 'kept'
        $before = Get-StoreContent $path
        Get-ErrorId $do | Should -Be $id
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is written one by one where one name is given for piped files' {
        Get-ErrorId { Get-ChildItem $files | Set-OpsLogBlob -Name x } | Should -Be ConflictingParameters
    }

    It 'is refused as one object where it is larger than one can be' {
        Set-OpsLogBlob large -Value x
        $file = [IO.File]::Open("$path/blobs/large", 'Open')
        try { $file.SetLength(3GB) } finally { $file.Dispose() }
        Get-ErrorId { Get-OpsLogBlob large -Raw } | Should -Be BlobTooLarge
        Get-ErrorId { Get-OpsLogBlob large -AsByteStream -Offset 1KB } | Should -Be BlobTooLarge
        (Get-OpsLogBlob large -AsByteStream -Offset 2GB -Length 3).Count | Should -Be 3
    }

    It 'is read and not written in a store that is open for reading' {
        Set-OpsLogBlob x -Value '1'
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -ReadOnly
        Get-OpsLogBlob x -Raw | Should -Be 1
        Get-ErrorId { Set-OpsLogBlob x -Value '2' } | Should -Be StoreReadOnly
        Get-ErrorId { Remove-OpsLogBlob x } | Should -Be StoreReadOnly
        Get-OpsLogBlob x -Raw | Should -Be 1
    }

    It 'has a table with a size' {
        Set-OpsLogBlob x -Value ('x' * 1536)
        Get-OpsLogBlob | Out-String | Should -Match '(?m)^x\s+1[.,]5 KB\s+\d'
    }
}
