"""The bill of materials has what SPDX 2.3 asks for, and names what the build links, loads and compiles in."""

import json
import re
import subprocess
import sys
from pathlib import Path

from outside import BUILD, ROOT, TOOL, Outside, main_after_build

COMMAND = ROOT / "tools/packaging/bill_of_materials.py"
# Clause by clause of the specification: what must be there, and how it looks.
DOCUMENT = {"spdxVersion": r"SPDX-2\.3", "dataLicense": r"CC0-1\.0", "SPDXID": "SPDXRef-DOCUMENT", "name": ".+",
            "documentNamespace": r"[a-z]+:[^#]+"}
CREATED = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
CREATOR = r"(Tool|Organization|Person): .+"
LICENCE = r"NOASSERTION|NONE|[A-Za-z0-9.-]+( (AND|OR) [A-Za-z0-9.-]+)*"
PACKAGE = {"name": ".+", "SPDXID": r"SPDXRef-[A-Za-z0-9.-]+", "downloadLocation": "NOASSERTION|NONE|[a-z]+:.+",
           "versionInfo": r"[0-9]\S*", "licenseDeclared": LICENCE, "licenseConcluded": LICENCE, "copyrightText": ".+"}
MAY = {"filesAnalyzed", "homepage", "externalRefs", "packageFileName", "checksums"}
PURL = r"pkg:deb/[a-z]+/[A-Za-z0-9.%-]+@[A-Za-z0-9.%~-]+\?arch=\w+"
RELATIONS = {"DESCRIBES", "DYNAMIC_LINK", "STATIC_LINK", "DEPENDS_ON", "BUILD_TOOL_OF"}


class BillOfMaterials(Outside):
    @classmethod
    def setUpClass(cls):
        done = subprocess.run([sys.executable, COMMAND, BUILD], capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stderr)
        cls.bill = json.loads(done.stdout)
        cls.packages = {package["SPDXID"]: package for package in cls.bill["packages"]}

    def related(self, product, kind, why=""):
        """Names of the packages that stand in this relation to a product."""
        return {self.packages[r["relatedSpdxElement"]]["name"] for r in self.bill["relationships"]
                if (r["spdxElementId"], r["relationshipType"]) == (f"SPDXRef-{product}", kind) and
                why in r.get("comment", "")}

    def assert_fields(self, element, fields):
        for name, looks in fields.items():
            self.assertRegex(element.get(name, ""), f"^({looks})$", f"{name} of {element.get('name')}")

    def test_document(self):
        self.assert_fields(self.bill, DOCUMENT)
        self.assertRegex(self.bill["creationInfo"]["created"], f"^{CREATED}$")
        self.assertTrue(self.bill["creationInfo"]["creators"])
        for creator in self.bill["creationInfo"]["creators"]:
            self.assertRegex(creator, f"^{CREATOR}$")
        self.assertEqual(set(self.bill), {*DOCUMENT, "creationInfo", "packages", "relationships",
                                          "hasExtractedLicensingInfos"})

    def test_packages(self):
        self.assertEqual(len(self.packages), len(self.bill["packages"]), "two packages have one name")
        for package in self.packages.values():
            self.assert_fields(package, PACKAGE)
            self.assertLessEqual(set(package), {*PACKAGE, *MAY})
            self.assertIs(package["filesAnalyzed"], False)
            for reference in package.get("externalRefs", []):
                self.assertEqual(reference["referenceCategory"], "PACKAGE-MANAGER")
                self.assertEqual(reference["referenceType"], "purl")
                self.assertRegex(reference["referenceLocator"], f"^{PURL}$")

    def test_licences(self):
        texts = {entry["licenseId"]: entry["extractedText"] for entry in self.bill["hasExtractedLicensingInfos"]}
        self.assertEqual(len(texts), len(self.bill["hasExtractedLicensingInfos"]))
        named = {name for p in self.packages.values() for name in re.findall(r"LicenseRef-\S+", p["licenseDeclared"])}
        self.assertEqual(named, set(texts))
        for text in texts.values():
            self.assertGreater(len(text), 500)
        licences = {package["name"]: package["licenseDeclared"] for package in self.packages.values()}
        self.assertEqual(licences["satchel"], "MIT")
        self.assertEqual(licences["libzstd1"], "BSD-3-Clause OR GPL-2.0-only")
        self.assertEqual(licences["libflatbuffers-dev"], "Apache-2.0")
        self.assertIn("GCC RUNTIME LIBRARY EXCEPTION", texts[licences["libstdc++6"]].upper())

    def test_relations(self):
        described = []
        for relation in self.bill["relationships"]:
            self.assertIn(relation["relationshipType"], RELATIONS)
            self.assertIn(relation["relatedSpdxElement"], self.packages)
            if relation["relationshipType"] == "DESCRIBES":
                described.append(relation["relatedSpdxElement"])
            else:
                self.assertIn(relation["spdxElementId"], self.packages)
        self.assertEqual(described, ["SPDXRef-satchel", "SPDXRef-libsatchel"])

    def test_versions_are_those_of_the_system(self):
        for package in self.packages.values():
            if "externalRefs" in package:
                version = self.run_command("dpkg-query", "-W", "-f", "${Version}\n", package["name"]).splitlines()
                self.assertIn(package["versionInfo"], version)

    def test_what_is_loaded(self):
        there = self.related("satchel", "DYNAMIC_LINK") | self.related("satchel", "DEPENDS_ON", "loads")
        for path in re.findall(r"=> (/\S+)", self.run_command("ldd", TOOL)):
            name = Path(path).resolve().name
            owners = self.run_command("dpkg-query", "-S", f"*/{name}").splitlines()  # of other machines' too
            self.assertTrue({owner.split(":")[0] for owner in owners} & there, f"{name} belongs to none of {there}")
        self.assertEqual(self.related("libsatchel", "DYNAMIC_LINK"), {"libc6", "libzstd1"})

    def test_what_is_linked_in(self):
        self.assertIn("libc6-dev", self.related("satchel", "STATIC_LINK"))
        exported = "SATCHEL_STATIC_READER:INTERNAL=1" in (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
        self.assertEqual({"libzstd-dev", "libutf8proc-dev"} <= self.related("satchel", "STATIC_LINK"), exported)
        self.assertNotIn("libzstd-dev", self.related("libsatchel", "STATIC_LINK"))

    def test_what_is_compiled_in(self):
        compiled = self.related("satchel", "DEPENDS_ON", "headers")
        self.assertLessEqual({"libcli11-dev", "nlohmann-json3-dev", "libflatbuffers-dev"}, compiled)
        compiled = self.related("libsatchel", "DEPENDS_ON", "headers")
        self.assertLessEqual({"libflatbuffers-dev", "libzstd-dev"}, compiled)
        self.assertFalse({"libcli11-dev", "nlohmann-json3-dev"} & compiled)

    def test_the_tool_is_this_one(self):
        tool = self.packages["SPDXRef-satchel"]
        (checksum,) = tool["checksums"]
        self.assertEqual(checksum["algorithm"], "SHA256")
        self.assertEqual(checksum["checksumValue"], self.run_command("sha256sum", TOOL).split()[0])
        self.assertEqual(f"satchel {tool['versionInfo']}", self.run_command(TOOL, "--version").strip())

    def test_the_same_for_the_same_time(self):
        self.environment["SOURCE_DATE_EPOCH"] = "1700000000"
        first, second = (self.run_command(sys.executable, COMMAND, BUILD) for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(json.loads(first)["creationInfo"]["created"], "2023-11-14T22:13:20Z")

    def test_bad_input(self):
        self.assertIn("is no build folder", self.run_command(sys.executable, COMMAND, self.here, status=1))
        (self.here / "CMakeCache.txt").write_bytes((BUILD / "CMakeCache.txt").read_bytes())
        self.assertIn("build all first", self.run_command(sys.executable, COMMAND, self.here, status=1))


if __name__ == "__main__":
    main_after_build("dpkg-query", "readelf", "ldd", "sha256sum")
