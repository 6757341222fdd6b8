namespace Larder.CommandLine.Text;

/// <summary>Rows whose columns stand below each other, two blanks apart. The last column is never padded.</summary>
internal sealed class AlignedTable(params bool[] alignRight)
{
    private readonly List<string[]> _rows = [];

    /// <summary>A row may have fewer cells than there are columns.</summary>
    internal void Add(params string[] cells) => _rows.Add(cells);

    internal void WriteTo(TextWriter output)
    {
        int[] widths = new int[alignRight.Length];
        foreach (string[] row in _rows)
        {
            for (int i = 0; i < row.Length; i++)
                widths[i] = Math.Max(widths[i], row[i].Length);
        }

        foreach (string[] row in _rows)
        {
            string line = string.Empty;
            for (int i = 0; i < row.Length; i++)
            {
                line += i == 0 ? string.Empty : "  ";
                line += alignRight[i] ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]);
            }

            output.WriteLine(line.TrimEnd());
        }
    }
}
