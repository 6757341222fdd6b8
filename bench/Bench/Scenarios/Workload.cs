using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>A source to compile, and what the bare compiler makes of it.</summary>
internal sealed class Workload
{
    private readonly string source;
    private readonly string[] compilation;

    private Workload(string directory, string source, string[] compilation)
    {
        Directory = directory;
        this.source = source;
        this.compilation = compilation;
        Object = Path.Join(directory, "out.o");
    }

    internal string Directory { get; }

    /// <summary>Where a compile puts its object.</summary>
    internal string Object { get; }

    /// <summary>A C file without headers: what a hit costs that restores next to nothing.</summary>
    internal static Workload EmptyC(Workspace workspace) => Create(workspace, "empty.c", "const int variant = VARIANT;\n", ["gcc", "-O2"]);

    /// <summary>A C file of the size of a first lesson.</summary>
    internal static Workload SmallC(Workspace workspace) => Create(workspace, "small.c", SmallSource, ["gcc", "-O2"]);

    /// <summary>A C++ file that includes most of the standard library: some 450 headers. Not optimised, so that the compiler's own
    /// time (and with it the noise on a miss) stays small.</summary>
    internal static Workload HeavyCxx(Workspace workspace) =>
        Create(workspace, "heavy.cpp", HeavySource(), ["g++", "-std=c++17", "-O0"]);

    /// <summary>The compilation; another <paramref name="variant"/> gives another object.</summary>
    internal string[] Compile(Tool tool, int variant, string output = "out.o") =>
        [Program(tool), .. compilation[1..], $"-DVARIANT={variant}", "-c", source, "-o", output];

    /// <summary>The compiler by its name behind a launcher, which has to find it as it does in a build; bare by its path.</summary>
    internal string Program(Tool tool) => tool.IsBare ? "/usr/bin/" + compilation[0] : compilation[0];

    private static Workload Create(Workspace workspace, string name, string text, string[] compilation)
    {
        var directory = workspace.NewDirectory("source-" + name);
        var path = Path.Join(directory, name);
        File.WriteAllText(path, text);
        // Caches distrust a source that was written a moment ago.
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        return new Workload(directory, name, compilation);
    }

    private const string SmallSource = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>

        const int variant = VARIANT;

        int main(int count, char **arguments)
        {
            const char *name = count > 1 ? arguments[1] : "world";
            char *copy = malloc(strlen(name) + 1);
            if (copy == NULL)
                return EXIT_FAILURE;
            strcpy(copy, name);
            printf("Hello, %s!\n", copy);
            free(copy);
            return EXIT_SUCCESS;
        }

        """;

    private static readonly string[] Headers =
    [
        "algorithm", "any", "array", "atomic", "bitset", "cfenv", "charconv", "chrono", "cinttypes", "cmath", "complex",
        "condition_variable", "csignal", "cstdio", "cwchar", "cwctype", "deque", "filesystem", "forward_list", "fstream", "functional",
        "future", "iomanip", "iostream", "list", "locale", "map", "memory", "memory_resource", "mutex", "numeric", "optional", "queue",
        "random", "regex", "scoped_allocator", "set", "shared_mutex", "sstream", "stack", "string", "string_view", "thread", "tuple",
        "typeindex", "unordered_map", "unordered_set", "valarray", "variant", "vector",
        "dirent.h", "fcntl.h", "netdb.h", "netinet/in.h", "poll.h", "pwd.h", "sys/socket.h", "sys/stat.h", "sys/wait.h", "termios.h",
        "unistd.h",
    ];

    private static string HeavySource() => string.Concat(Headers.Select(header => $"#include <{header}>\n")) + """

        extern const int variant = VARIANT;

        std::map<std::string, std::vector<std::string>> words(const std::filesystem::path &path)
        {
            std::map<std::string, std::vector<std::string>> found;
            std::ifstream stream(path);
            std::string line;
            while (std::getline(stream, line)) {
                std::istringstream fields(line);
                std::string key, value;
                if (fields >> key)
                    while (fields >> value)
                        found[key].push_back(value);
            }
            for (auto &[key, values] : found)
                std::sort(values.begin(), values.end(), [](const auto &a, const auto &b) { return a.size() < b.size(); });
            return found;
        }

        int main(int count, char **arguments)
        {
            std::mutex mutex;
            std::unordered_map<std::string, std::size_t> sizes;
            std::vector<std::thread> threads;
            for (int i = 1; i < count; i++)
                threads.emplace_back([&, i] {
                    auto found = words(arguments[i]);
                    std::lock_guard lock(mutex);
                    sizes[arguments[i]] = found.size();
                });
            for (auto &thread : threads)
                thread.join();
            for (const auto &[name, size] : sizes)
                std::cout << std::setw(8) << size << ' ' << name << '\n';
        }

        """;
}
