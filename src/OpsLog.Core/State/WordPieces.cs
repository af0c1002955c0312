namespace OpsLog.Core.State;

/// <summary>A long sequence of 64-bit words in arrays of a fixed size, so that growth copies nothing.</summary>
internal sealed class WordPieces
{
    /// <summary>By how many bits the index of a word is shifted to give its piece.</summary>
    public const int Shift = 17;

    /// <summary>The number of words in a piece.</summary>
    public const int PieceLength = 1 << Shift;

    private readonly List<ulong[]> _pieces = [];

    /// <summary>The number of words.</summary>
    public long Count { get; private set; }

    public ref ulong this[long index] => ref _pieces[(int)(index >> Shift)][(int)index & (PieceLength - 1)];

    /// <summary>Adds a word.</summary>
    public void Add(ulong word)
    {
        Extend(1);
        this[Count - 1] = word;
    }

    /// <summary>Adds a number of words that are zero.</summary>
    public void Extend(long count)
    {
        Count += count;
        while (_pieces.Count << Shift < Count)
        {
            _pieces.Add(new ulong[PieceLength]);
        }
    }

    /// <summary>The words of a piece that are in use.</summary>
    public ReadOnlySpan<ulong> Piece(int number) =>
        _pieces[number].AsSpan(0, (int)Math.Min(PieceLength, Count - ((long)number << Shift)));

    /// <summary>The number of pieces.</summary>
    public int PieceCount => _pieces.Count;
}
