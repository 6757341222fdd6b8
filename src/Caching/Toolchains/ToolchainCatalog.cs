using Larder.Caching.Inputs;
using Larder.Compilers;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Toolchains;

/// <summary>Toolchains as they are kept in the store, probed where they aren't known or no longer hold.</summary>
internal sealed class ToolchainCatalog(LocalStore store, FileDigester digester, RequestStatistics statistics)
{
    /// <summary>Raised whenever a probe asks or records something else.</summary>
    private const int Version = 3;

    /// <summary>
    /// The toolchain of a compile, or null where the driver doesn't answer as one that is understood, or would have to be asked and may not be.
    /// </summary>
    internal Toolchain? Find(Invocation invocation, Compilation compilation, KeyedEnvironment environment, bool mayProbe)
    {
        Digest key = Key(invocation, compilation, environment);
        ReadOnlyMemory<byte> own = default;
        for (LocalStore? layer = store; layer is not null; layer = layer.Lower)
        {
            EntryReadOutcome entry = layer.ReadEntry(EntryKind.Toolchain, in key);
            if (entry.IsCorrupt)
                statistics.AddCorrupt(layer, EntryKind.Toolchain, in key);
            if (!entry.IsFound)
                continue;
            if (layer == store)
                own = entry.Payload;
            Toolchain? known = ToolchainEntry.Find(entry.Payload.Span, (in InputSet inputs) => InputValidator.Holds(in inputs, digester, headers: null, out _));
            if (known is not null)
            {
                layer.Touch(EntryKind.Toolchain, in key, entry.Status);
                known.Entry = key;
                return known;
            }
        }

        if (!mayProbe)
            return null;
        ToolchainProbe probe = new(invocation, digester);
        Toolchain? toolchain = probe.Run(compilation);
        if (toolchain is { IsWrapped: false } && !probe.Inputs.IsTooLarge)
        {
            byte[] bytes = ToolchainEntry.Prepend(own.Span, toolchain, NixStore.WithIdentities(probe.Inputs).Build());
            store.WriteEntry(EntryKind.Toolchain, in key, bytes, replace: true);
            toolchain.Entry = key;
        }

        return toolchain;
    }

    private static Digest Key(Invocation invocation, Compilation compilation, KeyedEnvironment environment)
    {
        KeyRecord key = KeyRecord.For("toolchain"u8, Version);
        key.Add("format"u8, ToolchainEntry.FormatVersion);
        key.Add("compiler"u8, invocation.Compiler);
        key.Add("name"u8, invocation.Arguments[0]);
        key.Add("language"u8, SourceLanguages.Name(compilation.Language));
        key.Add("check"u8, (long)invocation.Settings.CompilerCheck);
        key.Add("check-text"u8, invocation.Settings.CompilerCheckText);
        key.Add("native"u8, compilation.NativeTarget ? 1 : 0);
        key.Add("split-dwarf"u8, compilation.SplitDwarf ? 1 : 0);
        foreach (byte[] argument in compilation.ProbeArguments())
            key.Add("argument"u8, argument);
        environment.AddOutputs(key);
        environment.AddPrograms(key);
        return key.Finish();
    }
}
