using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Inspection;

/// <summary>Prints a result: its members, each read and held against its digest.</summary>
internal static class ResultPrinter
{
    /// <summary>False where the head or a member is damaged.</summary>
    internal static bool Print(byte[] file, in Digest key, TextWriter output)
    {
        if (!ResultFormat.TryDecode(file, file.Length, key, out ResultMember[] members, out Range metadata))
            return false;
        ReadOnlySpan<byte> name = ResultMetadata.NamespaceOf(file.AsSpan(metadata));
        if (!name.IsEmpty)
            output.WriteLine($"  namespace  {ByteText.Show(name)}");
        output.WriteLine("  members");
        AlignedTable table = new(false, true, false, false, false);
        bool areWhole = true;
        foreach (ResultMember member in members)
        {
            byte[]? content = Content(file, member);
            areWhole &= content is not null;
            string stored = member.Encoding == MemberEncoding.Zstandard
                ? $"zstd, {Quantity.Bytes(member.StoredSize)} at {member.Offset}"
                : $"raw at {member.Offset}";
            table.Add("    " + NameOf(member.Kind), Quantity.Bytes(member.RawSize), stored, content is null ? "" : Digest.Of(content).ToString(), content is null ? "DAMAGED" : "");
        }

        table.WriteTo(output);
        return areWhole;
    }

    /// <summary>What a user would get of the member; null where it is damaged.</summary>
    private static byte[]? Content(byte[] file, in ResultMember member)
    {
        // The table's offsets were checked against the file's length when it was read.
        ReadOnlySpan<byte> stored = file.AsSpan((int)member.Offset, (int)member.StoredSize);
        if (Digest.Of(stored) != member.Sum)
            return null;
        if (member.Encoding == MemberEncoding.Raw)
            return stored.ToArray();
        byte[] raw = new byte[member.RawSize];
        return Zstandard.Decompress(stored, raw) ? raw : null;
    }

    internal static string NameOf(ResultMemberKind kind) => kind switch
    {
        ResultMemberKind.Object => "object",
        ResultMemberKind.Assembly => "assembly",
        ResultMemberKind.Dependency => "dependency file",
        ResultMemberKind.SplitDwarf => "split debug information",
        ResultMemberKind.CoverageNotes => "coverage notes",
        ResultMemberKind.StandardOutput => "standard output",
        ResultMemberKind.StandardError => "standard error",
        ResultMemberKind.StackUsage => "stack usage",
        ResultMemberKind.CallGraph => "call graph",
        ResultMemberKind.Diagnostics => "serialized diagnostics",
        ResultMemberKind.AuxiliaryInformation => "auxiliary information",
        ResultMemberKind.OptimizationRecord => "optimization record",
        ResultMemberKind.PreprocessedSource => "preprocessed source",
        ResultMemberKind.KeptAssembly => "kept assembly",
        ResultMemberKind.KeptBitcode => "kept bitcode",
        ResultMemberKind.AssemblerListing => "assembler listing",
        ResultMemberKind.AnalyzerReport => "analyzer report",
        ResultMemberKind.ModuleInterface => "module interface",
        ResultMemberKind.Nothing => "nothing",
        ResultMemberKind.DiagnosticsBesideOutput or ResultMemberKind.DiagnosticsOfOutput
            or ResultMemberKind.DiagnosticsOfSource or ResultMemberKind.DiagnosticsBesideSource => "diagnostics file",
        _ => "kind " + ((int)kind).ToString(),
    };
}
