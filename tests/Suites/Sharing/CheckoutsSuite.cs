namespace Larder.Suites.Sharing;

/// <summary>Checkouts that share by base_dirs, whoever serves them: a daemon has its client run the preprocessor where that has to tell.</summary>
public sealed class CheckoutsSuite : BaseDirectoriesBed
{
    [Theory]
    [MemberData(nameof(C))]
    public void A_build_by_CMake_is_found_from_another_checkout(string compiler)
    {
        string[] places = [.. Places, "one/worktrees/x"];
        Checkout(places);
        Shared(places, $"{compiler} -O2 -Wall {Cmake}");
        Everywhere("include/up.h", "#define UP 20\n");
        Shared($"{compiler} -O2 -Wall {Cmake}");
    }

    [Theory]
    [MemberData(nameof(Cxx))]
    public void The_library_of_CXX_is_no_hindrance(string compiler)
    {
        Checkout(Places);
        Everywhere("src/a.cc", "#include <string>\n#include <own.h>\nnamespace { std::string s(OWN, 'x'); }\nint a() { return s.size(); }\n");
        Shared($"{compiler} -O1 -I$R/src -MD -c $R/src/a.cc -o a.o");
    }
}
