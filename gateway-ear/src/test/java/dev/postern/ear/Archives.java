package dev.postern.ear;

import dev.postern.ear.bean.TroubleBean;
import dev.postern.ear.caller.CallerBean;
import dev.postern.ear.crash.CrashBean;
import dev.postern.ear.letter.LetterBean;
import dev.postern.ear.vault.VaultBean;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The archives that this build has made, and one of a user. */
final class Archives {
    static final Path RAR = Path.of("../jca-adapter/rar/target/postern.rar");
    static final Path WAR = Path.of("../ejb/target/postern-gateway.war");
    static final Path EAR = Path.of("target/postern-gateway.ear");

    static final Path CALLERS = Path.of("target/callers.war");
    static final Path LETTERS = Path.of("target/letters.war");
    static final Path TROUBLE = Path.of("target/trouble.war");
    static final Path VAULT = Path.of("target/vault.war");

    private Archives() {}

    static ResourceAdapterArchive adapter() {
        return ShrinkWrap.createFromZipFile(ResourceAdapterArchive.class, existing(RAR));
    }

    static EnterpriseArchive gateway() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, existing(EAR));
    }

    private static final String[] TROUBLE_BEANS = {
        "TroubleBean",
        "SortingBean",
        "SortingOutsideBean",
        "LeftBean",
        "RightBean",
        "PoolBean",
        "OwnTransactionBean",
        "NoTransactionBean"
    };

    /** A user's application: a bean of its own, and the gateway's publisher with its libraries. */
    static WebArchive trouble() {
        WebArchive gateway = ShrinkWrap.createFromZipFile(WebArchive.class, existing(WAR));
        WebArchive trouble = ShrinkWrap.create(WebArchive.class, "trouble.war")
                .addPackage(TroubleBean.class.getPackage())
                .addAsWebInfResource(new StringAsset(APPLICATION_EXCEPTION), "ejb-jar.xml")
                .addAsResource(new StringAsset(MAIL_PROVIDER), "META-INF/jakarta.providers")
                .addAsResource(new StringAsset(MAIL_PROVIDER), "META-INF/javamail.providers")
                .addAsWebInfResource(new StringAsset(WILDFLY_MODULES), "jboss-deployment-structure.xml")
                .addAsWebInfResource(new StringAsset(wildflyBinding(TROUBLE_BEANS)), "jboss-ejb3.xml")
                .addAsWebInfResource(new StringAsset(payaraBinding(TROUBLE_BEANS)), "glassfish-ejb-jar.xml");
        gateway.getContent(path -> path.get().startsWith("/WEB-INF/lib/")
                        || path.get().startsWith("/WEB-INF/classes/dev/postern/gateway/MailPublisher")
                        || path.get().startsWith("/WEB-INF/classes/dev/postern/gateway/Publisher"))
                .forEach((path, node) -> {
                    if (node.getAsset() != null) {
                        trouble.add(node.getAsset(), path);
                    }
                });
        return trouble;
    }

    /** Another application of a user, whose bean tells who calls it. */
    static WebArchive callers() {
        return ShrinkWrap.create(WebArchive.class, CALLERS.getFileName().toString())
                .addPackage(CallerBean.class.getPackage())
                .addAsWebInfResource(new StringAsset(WILDFLY_MODULES), "jboss-deployment-structure.xml")
                .addAsWebInfResource(new StringAsset(wildflyBinding("CallerBean")), "jboss-ejb3.xml")
                .addAsWebInfResource(new StringAsset(payaraBinding("CallerBean")), "glassfish-ejb-jar.xml");
    }

    /** A third one, which passes mail on through two connection factories. */
    static WebArchive crash() {
        return ShrinkWrap.create(WebArchive.class, "crash.war")
                .addPackage(CrashBean.class.getPackage())
                .addAsWebInfResource(new StringAsset(WILDFLY_MODULES), "jboss-deployment-structure.xml")
                .addAsWebInfResource(new StringAsset(wildflyBinding("CrashBean")), "jboss-ejb3.xml");
    }

    /** A fourth one, which sends by the gateway's mail session: what it needs for that are files alone. */
    static WebArchive letters() {
        return ShrinkWrap.create(WebArchive.class, LETTERS.getFileName().toString())
                .addPackage(LetterBean.class.getPackage())
                .addAsResource(new StringAsset(MAIL_PROVIDER), "META-INF/jakarta.providers")
                .addAsResource(new StringAsset(MAIL_PROVIDER), "META-INF/javamail.providers")
                .addAsWebInfResource(
                        new StringAsset(WILDFLY_MODULES.replace(
                                "deployment.postern.rar", "deployment.postern-gateway.ear.postern.rar")),
                        "jboss-deployment-structure.xml");
    }

    /** The gateway's EAR with the fourth one as a module, for a server that shows its adapter to nobody else. */
    static Path exportGatewayWithLetters() throws IOException {
        EnterpriseArchive gateway = gateway();
        String modules;
        try (InputStream descriptor = gateway.get(APPLICATION).getAsset().openStream()) {
            modules = new String(descriptor.readAllBytes(), StandardCharsets.UTF_8);
        }
        gateway.addAsModule(letters())
                .setApplicationXML(new StringAsset(modules.replace(LIBRARIES, LETTERS_MODULE + LIBRARIES)));
        Path file = Files.createTempDirectory(Path.of("target"), "ear-").resolve(EAR.getFileName());
        gateway.as(ZipExporter.class).exportTo(file.toFile());
        return file;
    }

    /** A fifth one, whose secrets the server has. */
    static WebArchive vault() {
        return ShrinkWrap.create(WebArchive.class, VAULT.getFileName().toString())
                .addPackage(VaultBean.class.getPackage())
                .addAsWebInfResource(new StringAsset(WILDFLY_MODULES), "jboss-deployment-structure.xml")
                .addAsWebInfResource(
                        new StringAsset(wildflyBinding("VaultBean")
                                .replace(
                                        "  <jee:assembly-descriptor>",
                                        WILDFLY_SECRET.formatted(WildFlySecrets.SECRET)
                                                + "  <jee:assembly-descriptor>")),
                        "jboss-ejb3.xml")
                .addAsWebInfResource(new StringAsset(payaraBinding("VaultBean")), "glassfish-ejb-jar.xml");
    }

    /** Writes them for servers that are told of a file. */
    static void exportApplications() {
        callers().as(ZipExporter.class).exportTo(CALLERS.toFile(), true);
        letters().as(ZipExporter.class).exportTo(LETTERS.toFile(), true);
        trouble().as(ZipExporter.class).exportTo(TROUBLE.toFile(), true);
        vault().as(ZipExporter.class).exportTo(VAULT.toFile(), true);
    }

    private static String wildflyBinding(String... beans) {
        StringBuilder bindings = new StringBuilder();
        for (String bean : beans) {
            bindings.append(WILDFLY_BINDING_OF_A_BEAN.formatted(bean));
        }
        return WILDFLY_BINDING.formatted(bindings);
    }

    private static String payaraBinding(String... beans) {
        StringBuilder bindings = new StringBuilder();
        for (String bean : beans) {
            bindings.append(PAYARA_BINDING_OF_A_BEAN.formatted(bean));
        }
        return PAYARA_BINDING.formatted(bindings);
    }

    private static File existing(Path archive) {
        if (!archive.toFile().isFile()) {
            throw new IllegalStateException(archive + " is not built: run mvn package from the root");
        }
        return archive.toFile();
    }

    private static final String APPLICATION_EXCEPTION = """
            <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
              <assembly-descriptor>
                <application-exception>
                  <exception-class>dev.postern.jca.MailRejectedException</exception-class>
                  <rollback>true</rollback>
                </application-exception>
              </assembly-descriptor>
            </ejb-jar>
            """;

    private static final String APPLICATION = "META-INF/application.xml";

    private static final String LETTERS_MODULE = """
              <module>
                <web>
                  <web-uri>letters.war</web-uri>
                  <context-root>/letters</context-root>
                </web>
              </module>
            """;

    // stand behind the modules
    private static final String LIBRARIES = "  <library-directory>";

    private static final String MAIL_PROVIDER =
            "protocol=postern; type=transport; class=dev.postern.jca.transport.PosternTransport; vendor=Postern\n";

    private static final String WILDFLY_MODULES = """
            <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
              <deployment>
                <dependencies>
                  <module name="deployment.postern.rar" />
                </dependencies>
              </deployment>
            </jboss-deployment-structure>
            """;

    private static final String WILDFLY_BINDING = """
            <ejb-jar xmlns="http://www.jboss.com/xml/ns/javaee" xmlns:jee="https://jakarta.ee/xml/ns/jakartaee"
                xmlns:r="urn:resource-adapter-binding:1.0" version="4.0">
              <jee:assembly-descriptor>
            %s  </jee:assembly-descriptor>
            </ejb-jar>
            """;

    private static final String WILDFLY_BINDING_OF_A_BEAN = """
                <r:resource-adapter-binding>
                  <jee:ejb-name>%s</jee:ejb-name>
                  <r:resource-adapter-name>postern.rar</r:resource-adapter-name>
                </r:resource-adapter-binding>
            """;

    private static final String WILDFLY_SECRET = """
              <jee:enterprise-beans>
                <jee:message-driven>
                  <jee:ejb-name>VaultBean</jee:ejb-name>
                  <jee:ejb-class>dev.postern.ear.vault.VaultBean</jee:ejb-class>
                  <jee:activation-config>
                    <jee:activation-config-property>
                      <jee:activation-config-property-name>keystorePassword</jee:activation-config-property-name>
                      <jee:activation-config-property-value>%s</jee:activation-config-property-value>
                    </jee:activation-config-property>
                  </jee:activation-config>
                </jee:message-driven>
              </jee:enterprise-beans>
            """;

    // of use where the gateway's EAR brings another adapter for such beans
    private static final String PAYARA_BINDING = """
            <glassfish-ejb-jar>
              <enterprise-beans>
            %s  </enterprise-beans>
            </glassfish-ejb-jar>
            """;

    private static final String PAYARA_BINDING_OF_A_BEAN = """
                <ejb>
                  <ejb-name>%s</ejb-name>
                  <mdb-resource-adapter>
                    <resource-adapter-mid>postern</resource-adapter-mid>
                  </mdb-resource-adapter>
                </ejb>
            """;
}
